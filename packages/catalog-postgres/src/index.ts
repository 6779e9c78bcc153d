export {
  type Environment,
  type RecordServer,
  recordServer,
  recordServerOf,
} from './connection/record-server.ts';
export { type CopyOptions, type CopyProgress, copyRecord } from './copy/copy-record.ts';
export { postgresRecords } from './postgres-records.ts';
export { type Migrated, migrateRecord } from './schema/migrate-record.ts';
