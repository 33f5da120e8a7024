import type { ProfileCosts } from '../profile/read-profile.js';
import { figureHeader, figureLine } from './figure-table.js';
import { profileLines } from './profile-table.js';
import type { ClientsResult, FigureResult, FlatResult, PairResult, ScaleResult } from './results.js';
import { scaleHeader, scaleLine } from './scale-table.js';
import { clientsHeader, clientsLine, flatHeader, flatLine, pairHeader, pairLine } from './table.js';

/** Prints results as they come, and keeps them. */
export interface Reporter {
  readonly pairs: readonly PairResult[];
  readonly clients: readonly ClientsResult[];
  readonly flat: readonly FlatResult[];
  readonly figures: readonly FigureResult[];
  readonly scale: readonly ScaleResult[];
  /** Lines that belong to the results. */
  readonly notes: readonly string[];
  say(line: string): void;
  onPair(result: PairResult): void;
  onClients(result: ClientsResult): void;
  onFlat(result: FlatResult): void;
  onFigure(result: FigureResult): void;
  onScale(result: ScaleResult): void;
  onProfile(row: string, product: ProfileCosts, baseline: ProfileCosts): void;
}

export function createReporter(print: (line: string) => void = console.log): Reporter {
  const printAll = (lines: readonly string[]) => {
    for (const line of lines) print(line);
  };
  const pairs: PairResult[] = [];
  const clients: ClientsResult[] = [];
  const flat: FlatResult[] = [];
  const figures: FigureResult[] = [];
  const scale: ScaleResult[] = [];
  const notes: string[] = [];
  return {
    pairs,
    clients,
    flat,
    figures,
    scale,
    notes,
    say(line) {
      notes.push(line);
      print(line);
    },
    onPair(result) {
      printAll(isFirstOfStore(pairs, result) ? pairHeader(storeOf(result)) : []);
      pairs.push(result);
      print(pairLine(result));
    },
    onClients(result) {
      printAll(clients.length === 0 ? clientsHeader() : []);
      clients.push(result);
      print(clientsLine(result));
    },
    onFlat(result) {
      printAll(isFirstOfStore(flat, result) ? flatHeader(storeOf(result)) : []);
      flat.push(result);
      print(flatLine(result));
    },
    onFigure(result) {
      printAll(figures.length === 0 ? figureHeader() : []);
      figures.push(result);
      print(figureLine(result));
    },
    onScale(result) {
      printAll(scale.at(-1)?.kind === result.kind ? [] : scaleHeader(result.kind));
      scale.push(result);
      print(scaleLine(result));
    },
    onProfile: (row, product, baseline) => printAll(profileLines(row, product, baseline)),
  };
}

function isFirstOfStore(known: readonly { readonly row: string }[], result: { readonly row: string }): boolean {
  return !known.some((each) => storeOf(each) === storeOf(result));
}

/** Of `redis/get`. */
function storeOf({ row }: { readonly row: string }): string {
  return row.slice(0, row.indexOf('/'));
}
