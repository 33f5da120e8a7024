/** An object whose every method is called on what `target` returns at the time of the call. */
export function forwardingTo<T extends object>(target: () => T): T {
  return new Proxy<object>(
    {},
    {
      get:
        (_, method) =>
        (...parameters: unknown[]) => {
          const owner: object = target();
          return Reflect.apply(Reflect.get(owner, method), owner, parameters);
        },
    },
  ) as T;
}

/** The same object with some methods replaced. It is not copied: its methods may live on a prototype. */
export function replacing<T extends object>(target: T, methods: Partial<T>): T {
  const rest = forwardingTo(() => target);
  return new Proxy(rest, {
    get: (_, method) => Reflect.get(method in methods ? methods : rest, method),
  });
}
