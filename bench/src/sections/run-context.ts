import type { Placement } from '../machine/pin.js';
import type { ProfileCosts } from '../profile/read-profile.js';
import type { ClientsResult, FigureResult, FlatResult, PairResult, ScaleResult } from '../report/results.js';
import type { Settings } from '../settings.js';

/** What every section of a run works with. */
export interface RunContext {
  readonly settings: Settings;
  readonly placement: Placement;
  /** Whether a row, `redis/get` for example, was asked for. */
  readonly isWanted: (row: string) => boolean;
  /** Profiles instead of measurements: the folder that servers write them to. */
  readonly profileFolder: string | undefined;
  readonly onPair: (result: PairResult) => void;
  readonly onProfile: (row: string, product: ProfileCosts, baseline: ProfileCosts) => void;
  readonly onClients: (result: ClientsResult) => void;
  readonly onFlat: (result: FlatResult) => void;
  readonly onFigure: (result: FigureResult) => void;
  readonly onScale: (result: ScaleResult) => void;
  readonly say: (line: string) => void;
}
