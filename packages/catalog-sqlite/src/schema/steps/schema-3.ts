/** Owners get the start of their process: a process id alone may go to another program. */
export const SCHEMA_3 = `
ALTER TABLE runs ADD COLUMN owner_process_start INTEGER;
`;
