import { PgBoss } from 'pg-boss';
import { POLICY, QUEUE, QUEUE_SCHEMA, queueOptions } from './queue.ts';
import { queueError } from './queue-error.ts';

/** Seconds without a heartbeat after which a worker is taken for dead. */
export const HEARTBEAT_SECONDS = 30;

/**
 * Creates the queue in a PostgreSQL, or brings it up to date; the only call that changes its tables. Other processes may do the same at the same
 * time. Rejects with a TapehaulError `engine_unavailable`.
 */
export async function migrateQueue(url: string, heartbeatSeconds: number = HEARTBEAT_SECONDS): Promise<void> {
  const boss = new PgBoss({
    connectionString: url,
    schema: QUEUE_SCHEMA,
    schedule: false,
    supervise: false,
    max: 2,
  });
  boss.on('error', () => {});
  try {
    await boss.start();
    await boss.createQueue(QUEUE, { policy: POLICY, ...queueOptions(heartbeatSeconds) });
    await boss.updateQueue(QUEUE, queueOptions(heartbeatSeconds));
  } catch (thrown) {
    throw queueError(url, thrown);
  } finally {
    await boss.stop({ graceful: false }).catch(() => {});
  }
}
