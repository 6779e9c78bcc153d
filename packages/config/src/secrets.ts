import type { Problem } from '@tapehaul/errors';
import { isRecord } from './records.ts';

const SECRET = /access_?key|secret|pass(word|wd|phrase)|token|credential/;

/** Whether a key is named like one that holds a secret: `access_key`, `secretAccessKey`, `session-token`. */
export function isSecretKey(key: string): boolean {
  return SECRET.test(key.toLowerCase().replaceAll('-', '_'));
}

/** The refusal of a secret in a configuration; without its value. */
export function secretProblem(path: string): Problem {
  const chain = 'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, AWS_PROFILE, or the role of the machine';
  return {
    path,
    message: `secrets are not allowed in a configuration; remove this key. Credentials come from ${chain}`,
  };
}

/** A refusal for each secret in a value and the objects within it. */
export function secretProblems(path: string, value: unknown): Problem[] {
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = `${path}.${key}`;
    return isSecretKey(key) ? [secretProblem(at)] : secretProblems(at, inner);
  });
}
