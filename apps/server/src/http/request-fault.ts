import type { Problem, ProblemCode } from '@scrollback/contract';

export type FaultPlace = NonNullable<Problem['errors']>[number];

/** What is wrong with a request, or with answering it, as HTTP sees it. Rules refuse with `RefusalError` instead. */
export class RequestFault extends Error {
  override readonly name = 'RequestFault';
  readonly code: ProblemCode;
  readonly places: readonly FaultPlace[] | undefined;
  /** More header fields of the answer: name, value, name, value … */
  readonly fields: readonly string[] | undefined;

  constructor(
    code: ProblemCode,
    detail: string,
    { places, fields }: { places?: readonly FaultPlace[]; fields?: readonly string[] } = {},
  ) {
    super(detail);
    this.code = code;
    this.places = places;
    this.fields = fields;
  }
}
