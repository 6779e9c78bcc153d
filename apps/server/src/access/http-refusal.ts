/** A fault of a request, with the place of the value. */
export interface FieldProblem {
  readonly path: string;
  readonly message: string;
}

/** A refusal for reasons of HTTP. */
export class HttpRefusal extends Error {
  readonly statusCode: number;
  readonly code: string;
  readonly hint: string;
  readonly faults: readonly FieldProblem[] | undefined;

  constructor(
    statusCode: number,
    code: string,
    message: string,
    hint: string,
    faults?: readonly FieldProblem[],
  ) {
    super(message);
    this.statusCode = statusCode;
    this.code = code;
    this.hint = hint;
    this.faults = faults;
  }
}
