import { SCHEMA_1 } from './steps/schema-1.ts';

/** The schema, as numbered steps that only go forward; a step that was published is never changed. */
export const MIGRATIONS: readonly string[] = [SCHEMA_1];

/** The least schema that this version can work with: a newer one only adds to it. */
export const FORMAT = 1;
