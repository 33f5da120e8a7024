// The types of what every runtime has, taken from whichever library declares them (DOM, @types/node, workers-types).
// Where none does, the few members that the client uses: its declarations then still compile.

type Global<Name extends string, Otherwise> = typeof globalThis extends { [key in Name]: { prototype: infer Type } }
  ? Type
  : Otherwise;

/** `AbortSignal` */
export type SignalOf = Global<
  'AbortSignal',
  {
    readonly aborted: boolean;
    // biome-ignore lint/suspicious/noExplicitAny: as every library declares it
    readonly reason: any;
    addEventListener(type: 'abort', listener: () => void): void;
    removeEventListener(type: 'abort', listener: () => void): void;
  }
>;

/** `Headers` */
export type HeadersOf = Global<'Headers', { get(name: string): string | null }>;

/** `URL` */
export type UrlOf = Global<'URL', { readonly href: string }>;

/** What the client hands to `fetch`. */
export interface FetchRequest {
  method: string;
  headers: Record<string, string>;
  body?: string;
  redirect: 'manual';
  signal: SignalOf;
}

/** What the client needs of a `Response`. */
export interface FetchResponse {
  readonly status: number;
  readonly headers: HeadersOf;
  text(): Promise<string>;
}

/** `fetch`, as far as the client uses it. */
export type Fetch = (url: string, request: FetchRequest) => Promise<FetchResponse>;
