import type { Problem } from '@tapehaul/errors';
import { isRecord } from './records.ts';

const SECRET =
  /access_?key|secret|pass(word|wd|phrase)|^pwd$|token|credential|api_?key|private_?key|signing_?key|account_?key|authorization|^auth$|bearer|^aws_?key|^key_id$/;

/** Whether a key is named like one that holds a secret: `access_key`, `secretAccessKey`, `session-token`, `api.key`. */
export function isSecretKey(key: string): boolean {
  const name = key
    .replace(/([a-z\d])(?=[A-Z])/g, '$1_')
    .toLowerCase()
    .replace(/[-. ]/g, '_');
  return SECRET.test(name) || SECRET.test(key.toLowerCase());
}

/** Whether a key and its value are a secret: a switch such as `use_token: false`, or nothing at all, is none. */
export function isSecret(key: string, value: unknown): boolean {
  return isSecretKey(key) && value !== null && value !== '' && typeof value !== 'boolean';
}

/** The refusal of a secret in a configuration; without its value. */
export function secretProblem(path: string): Problem {
  const chain = 'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, AWS_PROFILE, or the role of the machine';
  return {
    path,
    message: `secrets are not allowed in a configuration; remove this key. Credentials come from ${chain}`,
  };
}

/** A refusal for each secret anywhere within a value, lists included. */
export function secretProblems(path: string, value: unknown): Problem[] {
  if (Array.isArray(value))
    return value.flatMap((entry, index) => secretProblems(`${path}[${index}]`, entry));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = path === '' ? key : `${path}.${key}`;
    return isSecret(key, inner) ? [secretProblem(at)] : secretProblems(at, inner);
  });
}
