/** The parts of a parsed SQL/JSON path, as the parser makes them and the evaluator reads them. */
export interface JsonPath {
  /** A missing key, an index out of range or a wrong type ends the evaluation, and arrays are not unwrapped. */
  readonly strict: boolean;
  readonly expression: Operand | Predicate;
}

/** What yields a sequence of JSON values: a start, and the steps taken from each value in turn. */
export interface Operand {
  readonly kind: 'operand';
  readonly start: Start;
  readonly steps: readonly Step[];
}

export type Start = { readonly from: 'root' | 'current' } | { readonly from: 'literal'; readonly value: Literal };

export type Literal = string | number | boolean | null;

export type Step =
  | { readonly kind: 'key'; readonly name: string }
  | { readonly kind: 'any_key' }
  | { readonly kind: 'elements'; readonly ranges: readonly IndexRange[] }
  | { readonly kind: 'any_element' }
  | { readonly kind: 'descendants'; readonly levels: LevelRange }
  | { readonly kind: 'filter'; readonly predicate: Predicate }
  | { readonly kind: 'size' }
  | { readonly kind: 'type' };

export interface IndexRange {
  readonly from: Index;
  readonly to: Index;
}

export type Index = number | 'last';

/** Level 0 is the value itself. From `last` to `last` are, on every level below, the values that are no object and no array. */
export interface LevelRange {
  readonly from: Index;
  readonly to: Index;
}

export type ComparisonOperator = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** What is true, false or unknown. */
export type Predicate =
  | {
      readonly kind: 'comparison';
      readonly operator: ComparisonOperator;
      readonly left: Operand;
      readonly right: Operand;
    }
  | { readonly kind: 'starts_with'; readonly operand: Operand; readonly prefix: string }
  | { readonly kind: 'exists'; readonly operand: Operand }
  | { readonly kind: 'is_unknown'; readonly predicate: Predicate }
  | { readonly kind: 'not'; readonly predicate: Predicate }
  | { readonly kind: 'and'; readonly predicates: readonly Predicate[] }
  | { readonly kind: 'or'; readonly predicates: readonly Predicate[] };
