import type { JsonObject, JsonValue } from '@scrollback/core';
import type { Index, IndexRange, LevelRange, Step } from './json-path-syntax.js';
import type { StepBudget } from './step-budget.js';

/** A step that does not depend on a predicate. */
export type PlainStep = Exclude<Step, { kind: 'filter' }>;

export interface StepRules {
  readonly strict: boolean;
  /** Whether a structural error counts as nothing found: in lax mode, and in strict mode behind `.**`. */
  readonly tolerant: boolean;
  readonly budget: StepBudget;
}

/** Takes one step from each of `values`. `undefined` for a structural error. Each value looked at costs a step of the budget. */
export function selectStep(
  step: PlainStep,
  values: readonly JsonValue[],
  rules: StepRules,
): readonly JsonValue[] | undefined {
  const found: JsonValue[] = [];
  const unwraps = unwrapsArrays(step, rules);
  for (const value of values) {
    const targets = unwraps && Array.isArray(value) ? value : [value];
    for (const target of targets) {
      rules.budget.spend(1);
      if (!select(step, target, rules, found)) return undefined;
    }
  }
  return found;
}

/** In lax mode these steps go into the elements of an array, one level deep. */
function unwrapsArrays({ kind }: PlainStep, { strict }: StepRules): boolean {
  return !strict && (kind === 'key' || kind === 'any_key');
}

/** Adds what the step finds. False for a structural error. */
function select(step: PlainStep, value: JsonValue, rules: StepRules, found: JsonValue[]): boolean {
  switch (step.kind) {
    case 'key':
      return selectKey(step.name, value, rules, found);
    case 'any_key':
      return selectAnyKey(value, rules, found);
    case 'any_element':
      return selectAnyElement(value, rules, found);
    case 'elements':
      return selectElements(step.ranges, value, rules, found);
    case 'descendants':
      selectDescendants(step.levels, value, 0, rules, found);
      return true;
    case 'size':
      return selectSize(value, rules, found);
    case 'type':
      found.push(typeName(value));
      return true;
  }
}

function selectKey(name: string, value: JsonValue, { tolerant }: StepRules, found: JsonValue[]): boolean {
  if (!isObject(value) || !Object.hasOwn(value, name)) return tolerant;
  found.push(value[name] as JsonValue);
  return true;
}

function selectAnyKey(value: JsonValue, { tolerant, budget }: StepRules, found: JsonValue[]): boolean {
  if (!isObject(value)) return tolerant;
  for (const inside of Object.values(value)) {
    budget.spend(1);
    found.push(inside);
  }
  return true;
}

function selectAnyElement(value: JsonValue, { strict, tolerant, budget }: StepRules, found: JsonValue[]): boolean {
  if (strict && !Array.isArray(value)) return tolerant;
  for (const element of toElements(value)) {
    budget.spend(1);
    found.push(element);
  }
  return true;
}

function selectElements(
  ranges: readonly IndexRange[],
  value: JsonValue,
  { strict, tolerant, budget }: StepRules,
  found: JsonValue[],
): boolean {
  if (strict && !Array.isArray(value)) return tolerant;
  const elements = toElements(value);
  const last = elements.length - 1;
  for (const range of ranges) {
    const from = toIndex(range.from, last);
    const to = toIndex(range.to, last);
    if (!tolerant && (from < 0 || from > to || to > last)) return false;
    for (let index = Math.max(from, 0); index <= Math.min(to, last); index += 1) {
      budget.spend(1);
      found.push(elements[index] as JsonValue);
    }
  }
  return true;
}

function selectDescendants(
  levels: LevelRange,
  value: JsonValue,
  level: number,
  rules: StepRules,
  found: JsonValue[],
): void {
  rules.budget.spend(1);
  if (isOnLevel(levels, level, value)) found.push(value);
  if (typeof value !== 'object' || value === null || level >= toIndex(levels.to, Number.POSITIVE_INFINITY)) return;
  for (const inside of Array.isArray(value) ? value : Object.values(value)) {
    selectDescendants(levels, inside, level + 1, rules, found);
  }
}

function isOnLevel({ from, to }: LevelRange, level: number, value: JsonValue): boolean {
  if (from === 'last') return to === 'last' && level > 0 && (typeof value !== 'object' || value === null);
  return level >= from && level <= toIndex(to, Number.POSITIVE_INFINITY);
}

function selectSize(value: JsonValue, { strict, tolerant }: StepRules, found: JsonValue[]): boolean {
  if (strict && !Array.isArray(value)) return tolerant;
  found.push(toElements(value).length);
  return true;
}

function typeName(value: JsonValue): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function toIndex(index: Index, last: number): number {
  return index === 'last' ? last : index;
}

/** What lax mode makes of a value where an array is expected. */
function toElements(value: JsonValue): readonly JsonValue[] {
  return Array.isArray(value) ? value : [value];
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
