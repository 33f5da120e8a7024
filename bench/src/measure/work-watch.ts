/** Looks over the shoulder of a store: what one request makes it do. */
export interface WorkWatch {
  /** Called when nothing is under way. */
  begin(): Promise<void>;
  /** What was done since, with all values. Called when the answer is there. */
  end(): Promise<readonly string[]>;
  close(): void;
}

/** Watches a store that only its server sees: nothing. */
export const noWatch: WorkWatch = { begin: async () => {}, end: async () => [], close: () => {} };
