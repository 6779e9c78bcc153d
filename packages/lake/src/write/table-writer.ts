import type { TableRows } from '../rows/table-rows.ts';

/** Writes rows to files that other programs read. The same rows and metadata give the same bytes. */
export interface TableWriter {
  /** Name and version, part of the identity of what it writes, such as `duckdb 1.5.6 v1`. */
  readonly version: string;
  /**
   * Writes rows to a file, which it replaces. Rejects with a TapehaulError `disk_full`, `file_failed` or `table_failed`; what
   * stands at the path is then not to be used. Rejects soon once the signal aborts.
   */
  write(rows: TableRows, file: NewTableFile, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** A file to be written. */
export interface NewTableFile {
  /** Absolute path. */
  readonly path: string;
  /** Kept in the file as key and value. */
  readonly metadata: Readonly<Record<string, string>>;
}
