/**
 * The same object, seen through a proxy that notes which of its methods are used. The methods themselves run on the
 * object, unchanged, and what they call of one another is not noted.
 */
export function watchCalls<Target extends object>(name: string, target: Target, called: Set<string>): Target {
  return new Proxy(target, {
    get(_, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (key in Object.getPrototypeOf(target)) called.add(`${name}.${String(key)}`);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
