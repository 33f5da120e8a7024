/** What a commit compares: `<uuid>:<version>`. Nothing is stored: the empty text. */
export function toStamp(record: { readonly uuid: string; readonly version: number } | undefined): string {
  return record === undefined ? '' : `${record.uuid}:${record.version}`;
}

export function uuidOf(stamp: string): string {
  return stamp.slice(0, 36);
}
