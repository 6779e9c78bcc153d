/** A log line says in which span it was said; null where nothing was traced. */
export const SCHEMA_4 = `
ALTER TABLE logs ADD COLUMN trace_id TEXT;
ALTER TABLE logs ADD COLUMN span_id TEXT;
`;
