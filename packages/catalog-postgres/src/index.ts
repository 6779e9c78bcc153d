export {
  type Environment,
  type RecordServer,
  recordServer,
  recordServerOf,
} from './connection/record-server.ts';
export { postgresRecords } from './postgres-records.ts';
export { type Migrated, migrateRecord } from './schema/migrate-record.ts';
