/** RFC 3339 in UTC with milliseconds. */
export function toTimeText(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
