/** Environment variables, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A variable that is set, with its value. */
export interface Variable {
  /** Its name as it is set, for example `https_proxy`. */
  readonly name: string;
  readonly value: string;
}

/** The first of these names that is set to something, each in small letters first, as curl reads them. */
export function variableOf(env: Environment, ...names: readonly string[]): Variable | undefined {
  for (const name of names.flatMap((upper) => [upper.toLowerCase(), upper])) {
    const value = env[name]?.trim();
    if (value !== undefined && value !== '') return { name, value };
  }
  return undefined;
}
