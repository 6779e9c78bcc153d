export type { Catalog, NewRun, ObjectRecord, PlannedTask, RunRecord, TaskRecord } from './catalog.ts';
export { openCatalog } from './sqlite-catalog.ts';
