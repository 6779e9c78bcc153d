export type { Catalog, NewRun, ObjectRecord, RunRecord, TaskRecord } from './catalog.ts';
export { openCatalog } from './sqlite-catalog.ts';
