import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Outcome } from '@tapehaul/downloader';
import { FAULTS, someOf } from '@tapehaul/testkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ENGINES, openTrial, type Trial, VICTIM } from './trial.ts';

/** How a request ended, in the words of the table. */
const endOf = ({ status, error }: Outcome): string => [status, error?.code ?? ''].join(' ').trim();

/** Codes of errors of which the files are put aside. */
const PUT_ASIDE = new Set<string | undefined>(['checksum_disputed', 'not_a_zip', 'sidecar_invalid']);

let trial: Trial;
beforeEach(async () => {
  trial = await openTrial();
});
afterEach(() => trial.close());

describe.each(['s3', 's5cmd'] as const)('over %s', (name) => {
  test.each(someOf(FAULTS, 3, ({ ends }) => ends).map((row) => [row.fault, row] as const))(
    '%s',
    async (_, row) => {
      const engine = await ENGINES[name](trial.source);
      const outcome = await trial.run([engine], { faults: row.rules });
      const expected = name === 's5cmd' ? (row.endsWithS5cmd ?? row.ends) : row.ends;
      expect(endOf(outcome)).toBe(expected);
      expect(outcome).toMatchObject({ key: VICTIM, engine: name, cached: false });
      if (!PUT_ASIDE.has(outcome.error?.code)) return;
      // What stays in doubt is kept for inspection.
      const kept = await readdir(join(trial.directory, '.tapehaul/quarantine', VICTIM, '..'));
      expect(kept).toContain(basename(VICTIM));
      if (outcome.error?.code !== 'checksum_disputed') return;
      expect(outcome.error.facts).toMatchObject({ expected: expect.any(String), found: expect.any(String) });
      expect(kept).toContain(`${basename(VICTIM)}.CHECKSUM`);
    },
  );

  test('a size that differs from the listing, and a sidecar that proves the object', async () => {
    const outcome = await trial.run([await ENGINES[name](trial.source)], { size: 12_345 });
    expect(outcome).toMatchObject({ status: 'downloaded', proof: 'sidecar', attempts: 2 });
    expect(outcome.bytes).not.toBe(12_345);
  });

  test('a size that differs from the listing, and nothing that proves the object', async () => {
    const faults = [{ key: `${VICTIM}.CHECKSUM`, fault: { kind: 'missing' } }] as const;
    const outcome = await trial.run([await ENGINES[name](trial.source)], { size: 12_345, faults });
    expect(endOf(outcome)).toBe('failed size_mismatch');
    expect(outcome.error?.facts).toMatchObject({ expected: 12_345 });
  });

  test('altered bytes where nothing is proved by sidecars are caught by the CRC in the zip', async () => {
    const faults = [{ key: VICTIM, method: 'GET', fault: { kind: 'alter' } }] as const;
    const outcome = await trial.run([await ENGINES[name](trial.source)], { faults, checksum: false });
    expect(endOf(outcome)).toBe('failed not_a_zip');
  });
});
