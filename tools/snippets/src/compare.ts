const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** JSON text in which every uuid and every time is the same, so that two runs can be compared. */
export function toComparable(json: string): unknown {
  return JSON.parse(json, (_key, value: unknown) => {
    if (typeof value !== 'string') return value;
    if (uuid.test(value)) return '<uuid>';
    return time.test(value) ? '<time>' : value;
  });
}
