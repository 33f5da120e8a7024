import type { JsonObject, JsonValue } from '@scrollback/core';
import { pathExists } from './json-path-evaluator.js';
import { parseJsonPath } from './json-path-parser.js';
import type { JsonPath } from './json-path-syntax.js';
import { searchFault } from './search-fault.js';
import type { StepBudget } from './step-budget.js';

/** `and` and `or` inside one another. */
const maxNesting = 16;
/** In one `where`, paths and groups together. */
const maxConditions = 256;

const knownKeys: ReadonlySet<string> = new Set(['jsonpath', 'and', 'or']);

export type Condition =
  | { readonly kind: 'path'; readonly path: JsonPath }
  | { readonly kind: 'and' | 'or'; readonly conditions: readonly Condition[] };

/**
 * Reads `{ jsonpath }`, `{ and: […] }`, `{ or: […] }` and any mixture, whose parts must hold together. What holds nothing, like `{}`
 * or an empty list, is no condition: `undefined`. Throws a `RequestFault` for another form, for a bad path and for too many of them.
 *
 * Zep wrote `'` for `"` in a path, so that a path fits into a string; so does this.
 */
export function parseWhere(where: JsonValue): Condition | undefined {
  let conditionCount = 0;
  return read(where, 1);

  function read(value: JsonValue, depth: number): Condition | undefined {
    const place = depth === 1 ? 'metadata.where' : 'a condition of metadata.where';
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw searchFault(`${place} must be an object with jsonpath, and, or or`);
    }
    conditionCount += 1;
    if (depth > maxNesting) throw searchFault(`metadata.where is nested deeper than ${maxNesting}`);
    if (conditionCount > maxConditions) throw searchFault(`metadata.where has more than ${maxConditions} conditions`);
    return readObject(value, place, depth);
  }

  function readObject(value: JsonObject, place: string, depth: number): Condition | undefined {
    const keys = Object.keys(value);
    // A key misspelt would let everything pass.
    if (keys.length > 0 && !keys.some((key) => knownKeys.has(key))) {
      throw searchFault(`${place} has neither jsonpath nor and nor or`);
    }
    const { jsonpath = null, and = null, or = null } = value;
    return join('and', [readPath(jsonpath), readGroup('and', and, depth), readGroup('or', or, depth)]);
  }

  function readPath(value: JsonValue): Condition | undefined {
    if (value === null || value === '') return undefined;
    if (typeof value !== 'string') throw searchFault('jsonpath of metadata.where must be a string');
    return { kind: 'path', path: parseJsonPath(value.replaceAll("'", '"')) };
  }

  function readGroup(kind: 'and' | 'or', value: JsonValue, depth: number): Condition | undefined {
    if (value === null) return undefined;
    if (!Array.isArray(value)) throw searchFault(`${kind} of metadata.where must be a list of conditions`);
    return join(
      kind,
      value.map((part) => read(part, depth + 1)),
    );
  }
}

function join(kind: 'and' | 'or', parts: readonly (Condition | undefined)[]): Condition | undefined {
  const conditions = parts.filter((part) => part !== undefined);
  return conditions.length > 1 ? { kind, conditions } : conditions[0];
}

/** Metadata that is absent is null to SQL: it meets no condition. Throws what the budget throws. */
export function meets(condition: Condition, metadata: JsonObject | undefined, budget: StepBudget): boolean {
  if (metadata === undefined) return false;
  switch (condition.kind) {
    case 'path':
      return pathExists(condition.path, metadata, budget);
    case 'and':
      return condition.conditions.every((part) => meets(part, metadata, budget));
    case 'or':
      return condition.conditions.some((part) => meets(part, metadata, budget));
  }
}
