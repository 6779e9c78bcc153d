/** The code of an error of the file system, such as `ENOENT`; undefined of any other. */
export function errnoOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
