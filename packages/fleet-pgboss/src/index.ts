export { HEARTBEAT_SECONDS, migrateQueue } from './migrate-queue.ts';
export { openPgboss, type PgbossOptions } from './pgboss-engine.ts';
export type { WorkerPace } from './worker-pace.ts';
