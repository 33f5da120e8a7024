/** Routes that are looked up by method and shape of the path, in place of trying one pattern after the other. */
export interface RouteTable<Entry> {
  /** Parameters of a path are whole segments: `/sessions/:session_id`. */
  add(method: string, path: string, entry: Entry): void;
  /**
   * What was added for a method and a target, with the parameters of its path as they are written; `undefined` where there is
   * nothing. HEAD finds what GET does.
   */
  find(method: string, url: string): FoundRoute<Entry> | undefined;
}

interface FoundRoute<Entry> {
  readonly entry: Entry;
  readonly params: Readonly<Record<string, string>>;
}

interface Route<Entry> {
  /** Text of each segment; a parameter has none. */
  readonly segments: readonly (string | undefined)[];
  readonly parameters: readonly { readonly index: number; readonly name: string }[];
  readonly entry: Entry;
}

/**
 * A table of routes. Paths are compared letter by letter and to the end, as in a strict and case-sensitive Express router; a
 * parameter is never empty. Of routes that a path fits, the first one added counts.
 *
 * Express asks each route in turn, and that is more work than most requests are otherwise.
 */
export function createRouteTable<Entry>(): RouteTable<Entry> {
  /** By method, then by number of segments. */
  const table = new Map<string, Route<Entry>[][]>();

  return {
    add(method, path, entry) {
      const segments = path.split('/');
      const bySegmentCount = table.get(method) ?? [];
      table.set(method, bySegmentCount);
      const routes = bySegmentCount[segments.length] ?? [];
      bySegmentCount[segments.length] = routes;
      routes.push({
        segments: segments.map((segment) => (segment.startsWith(':') ? undefined : segment)),
        parameters: segments.flatMap((segment, index) =>
          segment.startsWith(':') ? [{ index, name: segment.slice(1) }] : [],
        ),
        entry,
      });
    },
    find(method, url) {
      const segments = pathOf(url).split('/');
      const routes = table.get(method === 'HEAD' ? 'GET' : method)?.[segments.length];
      const route = routes?.find((each) => fits(each, segments));
      return route === undefined ? undefined : { entry: route.entry, params: parametersOf(route, segments) };
    },
  };
}

function pathOf(url: string): string {
  const mark = url.indexOf('?');
  return mark === -1 ? url : url.slice(0, mark);
}

function fits({ segments: expected }: Route<unknown>, segments: readonly string[]): boolean {
  for (let index = 0; index < expected.length; index += 1) {
    const text = expected[index];
    if (text === undefined ? segments[index] === '' : segments[index] !== text) return false;
  }
  return true;
}

function parametersOf({ parameters }: Route<unknown>, segments: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { index, name } of parameters) found[name] = segments[index] as string;
  return found;
}
