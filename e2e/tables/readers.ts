/** The packages with which tests read tables from Python. */
export const READERS: readonly string[] = [
  'duckdb==2.0.1',
  'polars==2.1.0',
  'pyarrow==26.0.1',
  'pandas==3.1.1',
];
