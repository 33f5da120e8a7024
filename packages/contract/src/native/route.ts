/** What the types of ts-rest do not say about a route; kept in its `metadata`, for the OpenAPI document. */
export interface RouteFacts {
  /** The answer carries the `ETag` of the session or user it shows. */
  readonly hasETag?: boolean;
  /** The answer carries, in `Location`, where the session or user is that was made. */
  readonly hasLocation?: boolean;
  /** Takes `If-Match`. */
  readonly takesIfMatch?: boolean;
  /** Also takes its body as `application/merge-patch+json`. */
  readonly takesMergePatch?: boolean;
  /** What the answer of success is. */
  readonly success: string;
}

export function facts<const Facts extends RouteFacts>(route: Facts): Facts {
  return route;
}
