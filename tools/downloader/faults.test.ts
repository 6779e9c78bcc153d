import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Outcome } from '@tapehaul/downloader';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FAULTS } from './faults.ts';
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
  test.each(FAULTS.map((row) => [row.fault, row] as const))('%s', async (_, row) => {
    const engine = await ENGINES[name](trial.source);
    const outcome = await trial.run([engine], { faults: row.rules });
    const expected = name === 's5cmd' ? (row.endsWithS5cmd ?? row.ends) : row.ends;
    expect(endOf(outcome)).toBe(expected);
    expect(outcome).toMatchObject({ key: VICTIM, engine: name, cached: false });
    if (!PUT_ASIDE.has(outcome.error?.code)) return;
    // What stays in doubt is kept to be looked at.
    const kept = await readdir(join(trial.directory, '.tapehaul/quarantine', VICTIM, '..'));
    expect(kept).toContain(basename(VICTIM));
    if (outcome.error?.code !== 'checksum_disputed') return;
    expect(outcome.error.facts).toMatchObject({ expected: expect.any(String), found: expect.any(String) });
    expect(kept).toContain(`${basename(VICTIM)}.CHECKSUM`);
  });

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

const PAGE = `# What becomes of each fault

Each row is run by \`tools/downloader\`, over both engines, beside five objects that meet no fault: those arrive,
nothing wrong is published, and every request has exactly one outcome. A fault "that passes" is met once or twice, one "for
ever" by every request; the downloader tries three times there. \`failed\` names the error code of the outcome.

TABLE
The disk and the programs, in the same way:

| fault | what the caller gets |
|---|---|
| disk full | failed disk_full for what has no room, nothing partial |
| read-only file system | failed disk_failed |
| a file in place of a directory, a directory in place of a file | failed target_blocked |
| an object of another size than was listed | downloaded if its sidecar proves it, else failed size_mismatch |
| a directory below the output directory that is on another file system | failed target_blocked, with a hint |
| what cannot be published | failed, and nothing of it stays in staging |
| an object that is replaced while it is fetched | over s3 the parts are of one version or it is fetched again; over s5cmd the SHA-256 or CRC tells, and it is fetched again |
| s5cmd missing, dying, killed, silent, hanging, printing junk | downloaded over S3; \`fallBacks\` of the outcome says why |
`;

describe('the table of faults', () => {
  test('is in the docs as it is tested', async () => {
    const rows = FAULTS.map(
      ({ fault, ends, endsWithS5cmd }) => `| ${fault} | ${ends} | ${endsWithS5cmd ?? ends} |`,
    );
    const table = ['| fault | over s3 | over s5cmd |', '|---|---|---|', ...rows, ''].join('\n');
    await expect(PAGE.replace('TABLE', table)).toMatchFileSnapshot('../../docs/faults.md');
  });
});
