/** Environment variables, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Which variable sets which key of `source`. A variable that is set, and not empty, wins over the file. */
const SOURCE_VARIABLES = {
  endpoint: 'TAPEHAUL_SOURCE_ENDPOINT',
  bucket: 'TAPEHAUL_SOURCE_BUCKET',
  region: 'TAPEHAUL_SOURCE_REGION',
} as const;

/** The configuration input with what the environment says put over it. */
export function fromEnvironment(
  input: Readonly<Record<string, unknown>>,
  env: Environment,
): Readonly<Record<string, unknown>> {
  const set = Object.entries(SOURCE_VARIABLES)
    .map(([key, variable]) => [key, env[variable]] as const)
    .filter(([, value]) => value !== undefined && value !== '');
  if (set.length === 0) return input;
  const source = typeof input.source === 'object' ? input.source : {};
  return { ...input, source: { ...source, ...Object.fromEntries(set) } };
}
