/** A part of an OpenAPI document: an object whose fields are read one by one. */
export type Part = Readonly<Record<string, unknown>>;

/** Whether a value is an object, and no list. */
export function isPart(value: unknown): value is Part {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An operation of a document. */
export interface Operation {
  /** Such as `/v1/runs/{run}`. */
  readonly path: string;
  /** Such as `get`. */
  readonly method: string;
  readonly operation: Part;
}

/** A document with each of its operations replaced. */
export function withOperations<Document extends object>(
  document: Document,
  replaced: (one: Operation) => Part,
): Document {
  const { paths = {} }: { readonly paths?: object } = document;
  const operationsOf = (path: string, methods: unknown) =>
    Object.entries(isPart(methods) ? methods : {}).map(([method, operation]) => [
      method,
      isPart(operation) ? replaced({ path, method, operation }) : operation,
    ]);
  return {
    ...document,
    paths: Object.fromEntries(
      Object.entries(paths).map(([path, methods]) => [path, Object.fromEntries(operationsOf(path, methods))]),
    ),
  };
}
