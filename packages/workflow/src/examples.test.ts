import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CollectionConfig, loadConfig, type Matrix } from '@tapehaul/config';
import { plan } from '@tapehaul/planner';
import { describe, expect, test } from 'vitest';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const legacy = join(root, '../shared/examples/legacy-config.json');

/** What a plan holds, by market and type: objects in each partition, and verdicts. */
function counts(config: CollectionConfig, matrix: Matrix): Record<string, number> {
  const count: Record<string, number> = {};
  for (const answer of plan(config, { matrix, today: '2026-11-23' })) {
    const name =
      answer.kind === 'object'
        ? [answer.object.market, answer.object.dataType, answer.object.partition].join(' ')
        : [answer.series.market, answer.series.dataType, answer.verdict].join(' ');
    count[name] = (count[name] ?? 0) + 1;
  }
  return count;
}

const common = {
  'spot trades daily': 45,
  'spot fundingRate never_existed': 3,
  'futures_um klines daily': 12 * 45,
  'futures_um trades daily': 45,
  'futures_um fundingRate monthly': 3,
  'futures_cm klines never_existed': 3,
  'futures_cm trades never_existed': 3,
  'futures_cm fundingRate never_existed': 3,
};

describe('the example of the project', () => {
  test('is right in every entry, and plans what the archive has', async () => {
    const { config, matrix, warnings } = await loadConfig(join(root, 'examples/binance-archive.json'));
    expect(warnings).toEqual([]);
    expect(counts(config, matrix)).toEqual({
      ...common,
      'spot klines daily': 13 * 45,
      'spot klines monthly': 9,
    });
  });

  test('and the one to copy requests nothing that the archive does not have', async () => {
    const { config, matrix, warnings } = await loadConfig(join(root, 'examples/starter.json'));
    expect(warnings).toEqual([]);
    const found = Object.keys(counts(config, matrix));
    expect(found.filter((name) => !/ (?:daily|monthly|not_yet)/.test(name))).toEqual([]);
    expect(found).toContain('spot klines monthly');
  });

  // The files of existing teams are not part of the project; the test runs where they are beside it.
  test.runIf(existsSync(legacy))('and the files of existing teams are accepted and corrected', async () => {
    const { config, matrix, warnings } = await loadConfig(legacy);
    expect(counts(config, matrix)).toEqual({
      ...common,
      'spot klines daily': 12 * 45,
      'spot klines monthly': 9,
      'futures_um klines type_ended': 9,
    });
    const text = warnings.map(({ path, message }) => `${path}: ${message}`).join('\n');
    expect(text).toContain('legacy-matrix.json: availability_matrix[0]: spot klines: 1M is read as 1mo');
    expect(text).toContain(
      'availability_matrix[4]: futures_um fundingRate: the archive has no daily files; ignored',
    );
    expect(text).toContain('availability_matrix[5]: futures_cm klines: available_from 2020-05-01 is wrong');
  });
});
