import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asTapehaulError, TapehaulError } from '../index.ts';

const secret = fc.stringMatching(/^[A-Za-z0-9+/_-]{16,40}$/);
/** How others write a secret into the words of an error. */
const PLACES: ((secret: string) => string)[] = [
  (s) => `https://b.s3.amazonaws.com/k.zip?X-Amz-Credential=AKIAIOSFODNN7EXAMPLE&X-Amz-Signature=${s}`,
  (s) => `SignatureDoesNotMatch: The URL was https://b.example/k?X-Amz-Signature=${s}&x=1`,
  (s) => `proxy http://user:${s}@proxy.example:8080 refused`,
  (s) => `the proxy was sent Authorization: Bearer ${s}`,
  (s) => `sent Bearer ${s} to it`,
  (s) => `Authorization: Basic ${s}`,
  (s) => `SecretAccessKey: ${s}`,
  (s) => `storage.password: ${s}, unknown key`,
];

test('an error never shows a secret, wherever the words came from', () => {
  fc.assert(
    fc.property(secret, fc.constantFrom(...PLACES), (hidden, place) => {
      const message = place(hidden);
      const error = new TapehaulError('access_denied', `a.zip: ${message}`, {
        hint: message,
        facts: { key: 'a.zip', message, deep: [{ message }], token: hidden },
        problems: [{ path: 'source.endpoint', message: message, suggestion: message }],
      });
      for (const one of [error, asTapehaulError(new Error(message))]) {
        const shown = JSON.stringify(one) + one.message + one.stack + JSON.stringify(one.problems);
        expect(shown).not.toContain(hidden);
        expect(shown).not.toContain('AKIAIOSFODNN7EXAMPLE');
      }
      expect(error.facts.key).toBe('a.zip');
    }),
  );
});

test.each([
  'SignatureDoesNotMatch: The request signature we calculated does not match',
  'InvalidToken: The provided token is malformed or otherwise invalid',
  'CredentialsProviderError: Could not load credentials from any providers',
  'storage.secret_access_key: secrets are not allowed in a configuration; remove this key',
  'api_key: unknown key, ignored',
  'TAPEHAUL_TOKENS: unknown variable, ignored',
  'data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2025-07-01.zip: not at http://127.0.0.1:9000/bucket',
  'Check the credentials (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, AWS_PROFILE, or the role of the machine)',
])('what holds no secret stays readable: %s', (message) => {
  expect(new TapehaulError('internal', message, { hint: message })).toMatchObject({ message, hint: message });
});

test('facts that are no text stay what they are', () => {
  const facts = { at: new Date(0), status: 403, found: null, missing: undefined, list: [1, true] };
  expect(new TapehaulError('internal', 'x', { facts }).facts).toEqual(facts);
});
