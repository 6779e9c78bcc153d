import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLog, type LogFormat, type LogOptions } from '../src/index.ts';

/** A log that keeps its text. */
function logged(options: LogOptions = {}) {
  const lines: string[] = [];
  const log = createLog({ ...options, destination: { write: (line) => lines.push(line) } });
  return { log, text: () => lines.join('') };
}

const FORMATS: LogFormat[] = ['json', 'readable', 'classic'];

test('the classic format is the one of Python', () => {
  const { log, text } = logged({ format: 'classic', name: 'archive.flow' });
  log.warn('3 files failed');
  expect(text()).toMatch(
    /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} - archive\.flow - WARNING - 3 files failed\n$/,
  );
});

test('levels below the requested one are not written', () => {
  const { log, text } = logged({ level: 'error' });
  log.warn('no');
  expect(text()).toBe('');
});

test.each(FORMATS)('%s lines carry run, task, attempt and the active span', (format) => {
  const manager = new AsyncLocalStorageContextManager().enable();
  context.setGlobalContextManager(manager);
  const span = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 };
  const { log, text } = logged({ format, context: { run: 'r1' } });
  context.with(trace.setSpanContext(context.active(), span), () =>
    log.child({ task: 't7', attempt: 2 }).info('fetched'),
  );
  context.disable();
  for (const part of ['r1', 't7', '2', span.traceId, span.spanId, 'fetched']) expect(text()).toContain(part);
  if (format !== 'json') return;
  expect(JSON.parse(text())).toMatchObject({ run: 'r1', task: 't7', attempt: 2, trace_id: span.traceId });
});

test.each(FORMATS)('%s lines show what an error says and where', (format) => {
  const { log, text } = logged({ format });
  log.error({ err: new Error('disk full') }, 'not written');
  for (const part of ['not written', 'disk full', 'log.test.ts']) expect(text()).toContain(part);
});

test('what is not secret stays', () => {
  const { log, text } = logged({ format: 'classic' });
  const url = 'https://s3.example.com/data/spot/klines/BTCUSDT-1d-2025-07-01.zip?list-type=2&prefix=data/';
  const sha = 'da39a3ee5e6b4b0d3255bfef95601890afd80709';
  log.info({ key: 'data/spot/a.zip', etag: sha, bytes: 12 }, `GET ${url} by a@b.example`);
  for (const part of [url, sha, 'key=data/spot/a.zip', 'bytes=12', 'a@b.example'])
    expect(text()).toContain(part);
});

const secret = fc.stringMatching(/^[A-Za-z0-9+/_-]{16,40}$/).filter((text) => !/redacted/.test(text));
/** Places where a secret turns up. */
const PLACES: ((secret: string) => string)[] = [
  (s) => `GET https://b.s3.amazonaws.com/k.zip?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=${s}&x=1`,
  (s) => `https://b.s3.amazonaws.com/k?X-Amz-Credential=${s}%2F20250701%2Fus-east-1%2Fs3&X-Amz-Date=1`,
  (s) => `https://b.example/k?AWSAccessKeyId=${s}&Signature=abc`,
  (s) => `https://b.example/k?access_token=${s}#part`,
  (s) => `see https%3A%2F%2Fb.example%2Fk%3FX-Amz-Security-Token%3D${s}%26a%3D1`,
  (s) => `proxy http://user:${s}@proxy.example:8080/path`,
  (s) => `postgres://app:p@${s.replaceAll('/', '_')}@db.example/catalog`,
  (s) => `Authorization: Bearer ${s}`,
  (s) => `authorization=AWS4-HMAC-SHA256 Credential=${s}/20250701, SignedHeaders=host, Signature=${s}`,
  (s) => `sent Bearer ${s} to it`,
  (s) => `{"password":"${s}"}`,
  (s) => `aws_secret_access_key = ${s}`,
  (s) => `AWS_SESSION_TOKEN=${s} s5cmd run`,
];

test.each(FORMATS)('%s lines never show a secret, in the text, in fields or in errors', (format) => {
  fc.assert(
    fc.property(secret, fc.constantFrom(...PLACES), fc.string(), (hidden, place, noise) => {
      const { log, text } = logged({ format, context: { run: place(hidden) } });
      const said = place(hidden);
      log.info(said);
      log.info(`${noise} ${said}`);
      log.info('asked %s', said);
      log.info({ url: said, nested: [{ deep: said }] }, 'asked');
      log.info({ headers: { Authorization: hidden, 'x-amz-security-token': hidden, cookie: [hidden] } });
      log.error({ err: new Error(said, { cause: new Error(said) }) });
      log.child({ token: hidden, said }).error(new Error(said));
      const shown = text();
      for (const form of [hidden, hidden.replaceAll('/', '_')]) expect(shown).not.toContain(form);
    }),
    { numRuns: 150 },
  );
});

test('secrets that are given never appear, wherever they stand, nor do ids of AWS keys', () => {
  const { log, text } = logged({ secrets: ['correct horse'] });
  log.info({ a: 'it is correct horse' }, 'correct horse with AKIAIOSFODNN7EXAMPLE');
  expect(text()).not.toMatch(/correct horse|AKIA/);
});
