import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ReceiverRoute, receiverRoutes } from '../src/index.ts';

const ENDPOINT = 'OTEL_EXPORTER_OTLP_ENDPOINT';
const TRACES = { OTEL_TRACES_EXPORTER: 'otlp' };
const METRICS = { OTEL_METRICS_EXPORTER: 'otlp' };
const traces = (address: string, isGrpc = false) => ({ signal: 'traces', address, isGrpc });
const metrics = (address: string, isGrpc = false) => ({ signal: 'metrics', address, isGrpc });

/** Where signals are sent, without the way. */
const placesOf = (env: Record<string, string>): object[] =>
  receiverRoutes(env).map(({ signal, address, isGrpc }) => ({ signal, address, isGrpc }));

describe('where signals are sent', () => {
  test.each<[string, Record<string, string>, object[]]>([
    ['nothing is set', {}, []],
    ['traces are requested', TRACES, [traces('http://localhost:4318')]],
    ['metrics are requested', METRICS, [metrics('http://localhost:4318')]],
    ['a receiver is named: traces alone', { [ENDPOINT]: 'http://c:1' }, [traces('http://c:1')]],
    [
      'a receiver is named and metrics are requested',
      { ...METRICS, [ENDPOINT]: 'https://c.example/base?x=1' },
      [traces('https://c.example'), metrics('https://c.example')],
    ],
    [
      'each signal has a receiver',
      {
        [ENDPOINT]: 'http://all:1',
        OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://t:2/v1/traces',
        OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'http://m:3/v1/metrics',
      },
      [traces('http://t:2'), metrics('http://m:3')],
    ],
    [
      'a receiver of metrics alone is named',
      { OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'http://m:3' },
      [metrics('http://m:3')],
    ],
    [
      'gRPC is the protocol',
      { ...TRACES, ...METRICS, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
      [traces('http://localhost:4317', true), metrics('http://localhost:4317', true)],
    ],
    [
      'gRPC is the protocol of one signal',
      { ...TRACES, ...METRICS, OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: 'grpc' },
      [traces('http://localhost:4318'), metrics('http://localhost:4317', true)],
    ],
    ['traces are for the console', { OTEL_TRACES_EXPORTER: 'console' }, []],
    ['traces are refused', { [ENDPOINT]: 'http://c:1', OTEL_TRACES_EXPORTER: 'none' }, []],
    ['no trace is sampled', { [ENDPOINT]: 'http://c:1', OTEL_TRACES_SAMPLER: 'always_off' }, []],
    ['metrics are read by Prometheus', { OTEL_METRICS_EXPORTER: 'prometheus' }, []],
    [
      'metrics are read by Prometheus, and sent',
      { OTEL_METRICS_EXPORTER: 'prometheus, otlp' },
      [metrics('http://localhost:4318')],
    ],
    ['all of it is turned off', { ...TRACES, ...METRICS, OTEL_SDK_DISABLED: 'true' }, []],
  ])('where %s', (_, env, places) => {
    expect(placesOf(env)).toEqual(places);
  });
});

describe('the way to a receiver', () => {
  const wordsOf = (env: Record<string, string>): string | undefined =>
    receiverRoutes({ [ENDPOINT]: 'https://c.example', ...env })[0]?.words;

  test.each<[string, Record<string, string>, RegExp]>([
    ['no proxy is set', {}, /^directly/],
    ['a proxy is set', { HTTPS_PROXY: 'http://proxy:3128' }, /^through http:\/\/proxy:3128 \(HTTPS_PROXY\)$/],
    ['the proxy is for HTTP', { HTTP_PROXY: 'http://proxy:3128' }, /^directly/],
    ['the host is exempt', { HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: '.example' }, /^directly.*NO_PROXY/],
  ])('where %s', (_, env, words) => {
    expect(wordsOf(env)).toMatch(words);
  });

  test('is refused where its proxy is none', () => {
    expect(() => wordsOf({ HTTPS_PROXY: 'ftp://proxy' })).toThrow(
      expect.objectContaining({ code: 'config_invalid', message: expect.stringContaining('HTTPS_PROXY') }),
    );
  });
});

test('no password and no path of a receiver or a proxy is shown', () => {
  const word = fc.stringMatching(/^[a-z]{8,12}$/);
  fc.assert(
    fc.property(word, word, (secret, path) => {
      const routes: ReceiverRoute[] = receiverRoutes({
        ...METRICS,
        [ENDPOINT]: `https://me:${secret}1@c.example/${path}2`,
        HTTPS_PROXY: `http://me:${secret}3@proxy:3128`,
      });
      expect(JSON.stringify(routes)).not.toMatch(new RegExp(`${secret}1|${path}2|${secret}3`));
    }),
    { numRuns: 30 },
  );
});
