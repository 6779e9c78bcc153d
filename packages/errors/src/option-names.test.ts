import { expect, test } from 'vitest';
import { checkOptionNames } from './option-names.ts';

const KNOWN = { endpoint: true, concurrency: true, timeoutSeconds: true } as const;
const check = (options: object) => () => checkOptionNames('s3Engine', options, KNOWN);

test('names of options are accepted, and names that are near none', () => {
  expect(check({ endpoint: 'x', concurrency: undefined, storage_class: 1 })).not.toThrow();
  expect(check({})).not.toThrow();
});

test('a mistyped name is refused with what it most likely means', () => {
  expect(check({ endPoint: 'x' })).toThrow('s3Engine has no option endPoint (did you mean endpoint?)');
  expect(check({ concurency: 3, timeout_seconds: 1 })).toThrow(
    'concurency (did you mean concurrency?), timeout_seconds (did you mean timeoutSeconds?)',
  );
});

test('the error lists each problem, and a name of Object.prototype is no option', () => {
  expect(check({ endPoint: 'x', toString: 1 })).toThrow(
    expect.objectContaining({
      code: 'config_invalid',
      problems: [{ path: 'endPoint', message: 'is no option', suggestion: 'endpoint' }],
    }),
  );
});
