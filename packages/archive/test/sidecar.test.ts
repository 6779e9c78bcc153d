import { describe, expect, test } from 'vitest';
import { formatSidecar, MARKETS, parseSidecar } from '../src/index.ts';

const sha256 = '0123456789abcdef'.repeat(4);
const name = 'BTCUSDT-1h-2025-07-01.zip';

describe('sidecars', () => {
  test.each(MARKETS)('of %s are read as they are written', (market) => {
    expect(parseSidecar(formatSidecar({ sha256, name }, market))).toEqual({ sha256, name });
  });

  test('end with a newline in futures and without one in spot', () => {
    expect(formatSidecar({ sha256, name }, 'futures_um')).toHaveLength(67 + name.length);
    expect(formatSidecar({ sha256, name }, 'spot')).toHaveLength(66 + name.length);
  });

  test.each([`${sha256} *${name}\r\n`, `${sha256.toUpperCase()}  ${name}  `])(
    'in the form %j are read',
    (text) => {
      expect(parseSidecar(text)).toEqual({ sha256, name });
    },
  );

  test.each([
    '',
    '<html><body>404</body></html>',
    '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>',
    sha256,
    `${sha256.slice(1)}  ${name}`,
    `${sha256}  ${name}\n${sha256}  other.zip`,
    `${sha256}  ${name}${' '.repeat(2_000)}`,
  ])('text %j is none', (text) => {
    expect(parseSidecar(text)).toBeUndefined();
  });
});
