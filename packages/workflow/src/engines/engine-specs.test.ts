import { parseConfig } from '@tapehaul/config';
import type { EngineSpec } from '@tapehaul/downloader';
import { networkOf } from '@tapehaul/network';
import { describe, expect, test } from 'vitest';
import { PROVIDERS } from './providers.ts';

/** The part of a provider that is plain data, without its code. */
function specOf(provider: EngineSpec): EngineSpec {
  const { name, title, options, whyNot, found, preferredFor } = provider;
  const { ownWays, signs, startsPrograms, worksInBatches, statistics } = provider;
  const ways = { ownWays, signs, startsPrograms, worksInBatches, statistics };
  return { name, title, options, whyNot, found, preferredFor, ...ways };
}

const HEAD =
  '// Made from PROVIDERS of packages/workflow/src/engines/providers.ts by the test beside it, with -u.\n' +
  '// biome-ignore-all format: made by a program\n\n';

describe('what other packages know of the engines is that of the list of providers', () => {
  test('in the configuration', async () => {
    const specs = JSON.stringify(PROVIDERS.map(specOf), null, 2);
    const text = `${HEAD}/** Every engine, without its code. The last one is always at hand. */\nexport const ENGINES = ${specs} as const;\n`;
    await expect(text).toMatchFileSnapshot('../../../config/src/engines/engine-specs.ts');
  });

  test('in the statistics', async () => {
    const names = PROVIDERS.flatMap(({ statistics }) => Object.keys(statistics));
    const settings = JSON.stringify(Object.fromEntries(names.map((name) => [name, false])), null, 2);
    const text = `${HEAD}/** What the engines state of themselves, before they have. */\nexport const UNSTATED = ${settings};\n`;
    await expect(text).toMatchFileSnapshot('../../../metrics/src/unstated.ts');
  });
});

test('no two engines share a name, a key or a statistic', () => {
  for (const names of [
    PROVIDERS.map(({ name }) => name),
    PROVIDERS.flatMap(({ options }) => Object.keys(options)),
    PROVIDERS.flatMap(({ statistics }) => Object.keys(statistics)),
  ]) {
    expect(names).toEqual([...new Set(names)]);
  }
});

describe.each(PROVIDERS.map((provider) => [provider.name, provider] as const))(
  'the provider %s',
  (name, provider) => {
    test('takes each statistic from whether it is at hand or from a boolean option of its own', () => {
      for (const from of Object.values(provider.statistics)) {
        if (from !== 'available') expect(provider.options[from]).toMatchObject({ type: 'boolean' });
      }
    });

    test('makes an engine of its name, which can be closed unused', async () => {
      const { source, ...config } = parseConfig({
        ...{ markets: ['spot'], symbols: ['BTCUSDT'], data_types: ['trades'] },
        date_range: { start: '2025-07-01', end: '2025-07-01' },
      });
      const engine = provider.create({
        source: { ...source, endpoint: 'http://127.0.0.1:9' },
        credentials: 'anonymous',
        concurrency: 4,
        timeoutSeconds: 1,
        lowSpeed: { bytesPerSecond: 50, seconds: 60 },
        network: networkOf({}),
        settings: config,
        found: Object.fromEntries(provider.found.map((part) => [part, '/nowhere'])),
        onBatch: () => {},
      });
      expect(engine.name).toBe(name);
      await engine.close();
    });
  },
);
