import { describe, expect, test } from 'vitest';
import { collectMarch, DAY, partition, publishMonth } from './compared-month.ts';
import { eventsOf, resumeReported } from './reported.ts';

/** Events at which a run is stopped: one by default. */
const KINDS =
  process.env.TAPEHAUL_TRIALS === 'full'
    ? (['table_month', 'follow_up', 'file'] as const)
    : (['follow_up'] as const);

describe('a run that is stopped', () => {
  test.each(KINDS)('at the first %s of the comparison continues it', async (kind) => {
    await publishMonth([DAY]);
    const stop = new AbortController();
    const seen: string[] = [];
    const stopped = await collectMarch(
      {},
      {
        signal: stop.signal,
        onEvent: (event: { readonly kind: string }) => {
          seen.push(event.kind);
          if (event.kind === kind && (kind !== 'file' || seen.includes('follow_up'))) stop.abort();
        },
      },
    );
    expect(stopped.result.status).toBe('cancelled');
    const again = await resumeReported();
    expect(again.result).toMatchObject({
      ...{ status: 'completed', run_id: stopped.result.run_id },
      collection_stats: { total_tasks: 32, failed_tasks: 0 },
      tables: { rows: 744, failed_months: 0 },
    });
    expect(eventsOf(again, 'follow_up')).toHaveLength(seen.includes('follow_up') ? 0 : 1);
    expect((await partition())?.days).toHaveLength(3);
  });

  test('gently, once tables are built and days are still due, is not taken for finished', {
    tags: 'heavy',
  }, async () => {
    await publishMonth([DAY]);
    const gently = new AbortController();
    const stopped = await collectMarch(
      {},
      {
        gently: gently.signal,
        onEvent: ({ kind }: { readonly kind: string }) => kind === 'follow_up' && gently.abort(),
      },
    );
    expect(stopped.result.status).toBe('cancelled');
    expect((await resumeReported()).result).toMatchObject({ status: 'completed', tables: { rows: 744 } });
  });
});
