import { redacted, redactedValue } from '@tapehaul/errors';

const MARK = '[redacted]';

/** Secrets shorter than this would be found inside of ordinary words. */
const SHORTEST = 8;

/**
 * Takes out of a JSON value what `redacted` of `@tapehaul/errors` knows as a secret by its form, and these values,
 * wherever they stand.
 */
export function createRedactor(secrets: readonly string[]): (value: unknown) => unknown {
  const known = secrets.filter(({ length }) => length >= SHORTEST);
  const text = (plain: string): string => {
    let clean = plain;
    for (const secret of known) clean = clean.replaceAll(secret, MARK);
    return redacted(clean);
  };
  return (value) => redactedValue(value, text);
}

/** The secrets that the process was given through the usual variables. */
export function secretsOf(env: NodeJS.ProcessEnv): string[] {
  const named = Object.entries(env).filter(([name]) => /SECRET|TOKEN|PASSWORD|ACCESS_KEY/i.test(name));
  return named.flatMap(([, secret]) => (secret ? [secret] : []));
}
