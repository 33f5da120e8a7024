/** What the kit tells a worker process. */
export type Command =
  | { readonly kind: 'open'; readonly module: string; readonly argument: unknown }
  | { readonly kind: 'run'; readonly id: number; readonly name: string; readonly argument: unknown }
  | { readonly kind: 'stop' };

/** What a worker process tells the kit. */
export type Answer =
  | { readonly kind: 'opened' }
  | { readonly kind: 'step'; readonly id: number; readonly step: unknown }
  | { readonly kind: 'done'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'failed'; readonly id: number | undefined; readonly error: string };
