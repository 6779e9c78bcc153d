import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expectAlike, type Line, tapehaul } from './both-ways.ts';
import { call, config, data, simulator } from './service.ts';

/** What a plan and a result say of what the archive lacks, and of how the plan was made. */
interface Lacking extends Line {
  readonly unknown?: unknown;
  readonly warnings?: unknown;
  readonly verdicts?: unknown;
  readonly absent?: unknown;
  readonly missing_days?: number;
  readonly answers_by?: unknown;
}

const said = ({ unknown, warnings, verdicts, absent, missing_days, answers_by, exit_code }: Lacking) => {
  return { unknown, warnings, verdicts, absent, missing_days, answers_by, exit_code };
};

/** Makes the same plan with the command and with the service, and gives its exit status. */
async function plannedAlike(more: object): Promise<number | undefined> {
  const request = config({ source: undefined, ...more });
  const file = join(data, 'plan.json');
  await writeFile(file, JSON.stringify(request));
  const { stdout, exitCode } = await tapehaul('plan', file, '--json');
  const here: Lacking = JSON.parse(stdout.split('\n').at(-1) ?? '');
  const { body } = await call('POST', '/v1/plans', { config: request });
  expect(said(body.summary)).toEqual(said(here));
  expect(here.exit_code).toBe(exitCode);
  return exitCode;
}

/** Lines of a collection that are compared. */
const COMPARED = new Set(['unknown', 'warning', 'verdict', 'planned']);

/** The same request, planned and collected here and through the service; gives what the collection said of what is lacking. */
async function expectSame(status: { plan: number; collect: number }, more: object): Promise<Line[]> {
  expect(await plannedAlike(more)).toBe(status.plan);
  const lines: Record<'here' | 'there', Line[]> = { here: [], there: [] };
  await expectAlike(status.collect, more, (line, where) => {
    if (COMPARED.has(line.kind)) lines[where].push(line);
  });
  expect(lines.there).toEqual(lines.here);
  return lines.here;
}

test('an unknown name', { tags: 'heavy' }, async () => {
  const lines = await expectSame({ plan: 4, collect: 4 }, { symbols: ['BTCUSTD', 'BTCUSDT'] });
  expect(lines).toContainEqual(expect.objectContaining({ kind: 'unknown', likely: 'BTCUSDT' }));
  await expectSame(
    { plan: 0, collect: 0 },
    { symbols: ['BTCUSTD'], fail_on: 'never', output_directory: 'b' },
  );
});

test('days that only the collection finds missing, and a listing that is refused', async () => {
  const refusal = { kind: 'status', status: 403, code: 'AccessDenied' } as const;
  simulator.faults.add({ operation: 'list', fault: refusal });
  simulator.faults.add({ key: /2025-07-02\.zip/, fault: { kind: 'missing' } });
  const lines = await expectSame({ plan: 0, collect: 4 }, { fail_on: 'missing' });
  expect(lines).toContainEqual(expect.objectContaining({ kind: 'warning', code: 'source_not_listed' }));
});
