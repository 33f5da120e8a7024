import type { JsonObject, JsonValue } from '@scrollback/core';
import { compareValues, type Truth } from './json-path-comparison.js';
import { type StepRules, selectStep } from './json-path-steps.js';
import type { JsonPath, Operand, Predicate } from './json-path-syntax.js';
import type { StepBudget } from './step-budget.js';

/** What the evaluation of a part of a path depends on. */
interface Scope extends StepRules {
  readonly root: JsonValue;
  /** The `@` of the innermost filter. */
  readonly current: JsonValue;
}

/**
 * Whether the path finds anything in `root`, as Postgres' `jsonb_path_exists` says. A comparison that is not in a filter is a
 * value itself, true or false, so it is always found. A structural error of the strict mode finds nothing.
 *
 * Reads own keys only. Recursion is as deep as the path's parentheses plus the value's levels. Throws what the budget throws.
 */
export function pathExists(path: JsonPath, root: JsonObject, budget: StepBudget): boolean {
  const { expression, strict } = path;
  if (expression.kind !== 'operand') return true;
  const found = evaluateOperand(expression, { root, current: root, strict, tolerant: !strict, budget });
  return found !== undefined && found.length > 0;
}

/** The values of a path in their order; `undefined` for a structural error. */
function evaluateOperand({ start, steps }: Operand, scope: Scope): readonly JsonValue[] | undefined {
  let values: readonly JsonValue[] = [start.from === 'literal' ? start.value : scope[start.from]];
  let here = scope;
  for (const step of steps) {
    if (step.kind === 'descendants') here = { ...here, tolerant: true };
    const next = step.kind === 'filter' ? filter(step.predicate, values, here) : selectStep(step, values, here);
    if (next === undefined) return undefined;
    values = next;
  }
  return values;
}

/** The values for which the predicate is true, and not unknown. In lax mode an array is filtered element by element. */
function filter(predicate: Predicate, values: readonly JsonValue[], scope: Scope): readonly JsonValue[] {
  const { root, strict, tolerant, budget } = scope;
  return unwrap(values, scope).filter(
    (current) => evaluate(predicate, { root, current, strict, tolerant, budget }) === true,
  );
}

function evaluate(predicate: Predicate, scope: Scope): Truth {
  scope.budget.spend(1);
  switch (predicate.kind) {
    case 'comparison': {
      const left = evaluateUnwrapped(predicate.left, scope);
      const right = evaluateUnwrapped(predicate.right, scope);
      const { operator } = predicate;
      return anyPair(left, right, scope, (one, other) => compareValues(operator, one, other));
    }
    case 'starts_with': {
      const values = evaluateUnwrapped(predicate.operand, scope);
      return anyPair(values, [predicate.prefix], scope, (value, prefix) =>
        typeof value === 'string' ? value.startsWith(String(prefix)) : undefined,
      );
    }
    case 'exists': {
      const found = evaluateOperand(predicate.operand, scope);
      return found === undefined ? undefined : found.length > 0;
    }
    case 'is_unknown':
      return evaluate(predicate.predicate, scope) === undefined;
    case 'not': {
      const truth = evaluate(predicate.predicate, scope);
      return truth === undefined ? undefined : !truth;
    }
    case 'and':
      return combine(predicate.predicates, false, scope);
    case 'or':
      return combine(predicate.predicates, true, scope);
  }
}

/** The `decisive` truth when one has it, otherwise unknown when one is unknown: false decides `&&`, true decides `||`. */
function combine(predicates: readonly Predicate[], decisive: boolean, scope: Scope): Truth {
  let result: Truth = !decisive;
  for (const predicate of predicates) {
    const truth = evaluate(predicate, scope);
    if (truth === decisive) return decisive;
    if (truth === undefined) result = undefined;
  }
  return result;
}

function evaluateUnwrapped(operand: Operand, scope: Scope): readonly JsonValue[] | undefined {
  const values = evaluateOperand(operand, scope);
  return values === undefined ? undefined : unwrap(values, scope);
}

/** In lax mode an array stands for its elements where values are compared or filtered. */
function unwrap(values: readonly JsonValue[], { strict, budget }: Scope): readonly JsonValue[] {
  if (strict || !values.some(Array.isArray)) return values;
  const elements: JsonValue[] = [];
  for (const value of values) {
    const inside = Array.isArray(value) ? value : [value];
    // Before they are copied: a path can name one array many times.
    budget.spend(inside.length);
    for (const element of inside) elements.push(element);
  }
  return elements;
}

/** Whether one pair passes. A pair that cannot be tested makes that unknown: in strict mode always, in lax mode when none passes. */
function anyPair(
  left: readonly JsonValue[] | undefined,
  right: readonly JsonValue[] | undefined,
  { strict, budget }: Scope,
  test: (one: JsonValue, other: JsonValue) => Truth,
): Truth {
  if (left === undefined || right === undefined) return undefined;
  let result: Truth = false;
  for (const one of left) {
    for (const other of right) {
      budget.spend(1 + lengthToCompare(one, other) / 64);
      const truth = test(one, other);
      if (strict ? truth === undefined : truth === true) return truth;
      if (truth !== false) result = truth;
    }
  }
  return result;
}

function lengthToCompare(one: JsonValue, other: JsonValue): number {
  return typeof one === 'string' && typeof other === 'string' ? Math.min(one.length, other.length) : 0;
}
