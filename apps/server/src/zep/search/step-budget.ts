import { searchFault } from './search-fault.js';

/** Bounds the work that a stranger's path can cause: in one go, and in the whole search. */
export interface StepBudget {
  /** The steps that follow are taken on another message. */
  beginMessage(): void;
  /** Throws a `RequestFault` when there are not as many steps left. */
  spend(steps: number): void;
}

export interface StepLimits {
  readonly perMessage: number;
  readonly perSearch: number;
}

/**
 * A filter on each of the 32,000 values that metadata of 64 KiB can hold stays below the first. 10,000 messages may cost 2,000 steps
 * each, which is far above what metadata of a usual size takes.
 */
const defaultStepLimits: StepLimits = { perMessage: 400_000, perSearch: 20_000_000 };

export function createStepBudget({ perMessage, perSearch }: StepLimits = defaultStepLimits): StepBudget {
  let leftOfMessage = perMessage;
  let leftOfSearch = perSearch;

  return {
    beginMessage() {
      leftOfMessage = perMessage;
    },
    spend(steps) {
      leftOfMessage -= steps;
      leftOfSearch -= steps;
      if (leftOfMessage < 0 || leftOfSearch < 0) {
        throw searchFault(
          'metadata.where takes too long to evaluate on the messages of this session; use narrower paths',
        );
      }
    },
  };
}
