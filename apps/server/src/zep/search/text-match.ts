import MiniSearch from 'minisearch';
import type { TimeSlices } from './time-slices.js';
import { isUnspaced, readQueryWords, readWords } from './words.js';

/** Of a query and of a message; in UTF-16 units. What is behind is not looked at. */
const maxQueryLength = 10_000;
const maxTextLength = 100_000;
/** Different words of a query that are searched for, from its beginning. */
const maxQueryWords = 64;

const maxVerdicts = 50_000;

const minPrefixLength = 3;
const minFuzzyLength = 5;
/** Letters that may differ; 1, or `mayMatch` must change too. */
const fuzzyDistance = 1;
/** What a word counts that only begins like the one searched for, or differs by a letter. */
const weights = { prefix: 0.3, fuzzy: 0.3 };

/** No message has this number. */
const queryId = 0;

interface TextMatch {
  readonly seq: number;
  /** Higher is better; to compare matches of one search. */
  readonly rank: number;
  /**
   * 0 to 1, never falling as `rank` rises: the rank, as a part of the rank that a message with just the text of the query has
   * beside the same messages. So 1 means as good as the very same words.
   */
  readonly score: number;
}

export interface TextMatcher {
  add(seq: number, text: string): void;
  /** What has at least one of the words, in no order. Asks the slices between the words, so nothing may be added meanwhile. */
  matches(slices: TimeSlices): Promise<readonly TextMatch[]>;
}

interface Entry {
  readonly id: number;
  readonly text: string;
}

/**
 * Ranks texts by the words they share with `query`: BM25, where words that begin with or differ by a letter from a longer one
 * searched for count less, and the sum is multiplied by the number of the query's words that were found. The cost of `add` is
 * linear in the text; of all words only those are kept that the query can match.
 */
export function createTextMatcher(query: string): TextMatcher {
  const queryText = query.slice(0, maxQueryLength);
  const queryWords = [...new Set(readQueryWords(queryText))].slice(0, maxQueryWords);
  const mayMatch = remember(createWordFilter(queryWords));
  const index = new MiniSearch<Entry>({
    fields: ['text'],
    tokenize: readWords,
    processTerm: (word) => (mayMatch(word) ? word : false),
    searchOptions: {
      tokenize: (word) => [word],
      processTerm: (word) => word,
      prefix: hasPrefixes,
      fuzzy: (word) => isFuzzy(word) && fuzzyDistance,
      weights,
    },
  });
  index.add({ id: queryId, text: queryText });

  return {
    add(seq, text) {
      index.add({ id: seq, text: text.slice(0, maxTextLength) });
    },
    async matches(slices) {
      const sums = new Map<number, { score: number; wordCount: number }>();
      for (const word of queryWords) {
        if (slices.isOver()) await slices.next();
        for (const { id, score } of index.search(word)) {
          const sum = sums.get(id);
          sums.set(id, { score: score + (sum?.score ?? 0), wordCount: 1 + (sum?.wordCount ?? 0) });
        }
      }
      return toMatches(new Map([...sums].map(([id, { score, wordCount }]) => [id, score * wordCount])));
    },
  };
}

/** The query is among the ranked texts when it has words at all. */
function toMatches(ranks: Map<number, number>): readonly TextMatch[] {
  const perfect = ranks.get(queryId) ?? 0;
  ranks.delete(queryId);
  return [...ranks].map(([seq, rank]) => ({ seq, rank, score: Math.min(rank / perfect, 1) }));
}

/** Passes every word that one of `queryWords` can match, and few others. */
function createWordFilter(queryWords: readonly string[]): (word: string) => boolean {
  const exact = new Set(queryWords);
  const prefixes = queryWords.filter(hasPrefixes);
  const fuzzy = queryWords.filter(isFuzzy);
  return (word) =>
    exact.has(word) ||
    prefixes.some((prefix) => word.startsWith(prefix)) ||
    fuzzy.some((other) => mayDifferByALetter(word, other));
}

/** The same words come again and again; the memory that takes is bounded. */
function remember(passes: (word: string) => boolean): (word: string) => boolean {
  const verdicts = new Map<string, boolean>();
  return (word) => {
    const known = verdicts.get(word);
    if (known !== undefined) return known;
    const verdict = passes(word);
    if (verdicts.size < maxVerdicts) verdicts.set(word, verdict);
    return verdict;
  };
}

/** One letter that was changed, added or left out leaves the first or the last one as it was. */
function mayDifferByALetter(word: string, other: string): boolean {
  return Math.abs(word.length - other.length) <= 1 && (word[0] === other[0] || word.at(-1) === other.at(-1));
}

/** A character of a script without spaces is searched for as the beginning of pairs, a pair as it is. */
function hasPrefixes(word: string): boolean {
  return isUnspaced(word) ? [...word].length === 1 : word.length >= minPrefixLength;
}

/** Another digit is another number. */
function isFuzzy(word: string): boolean {
  return word.length >= minFuzzyLength && !isUnspaced(word) && !/\p{N}/u.test(word);
}
