import { TapehaulError } from '@tapehaul/errors';

/** The parts of DuckDB: its interface, and the calls below it, which copy whole columns. */
export interface Duckdb {
  readonly api: typeof import('@duckdb/node-api');
  readonly bindings: typeof import('@duckdb/node-bindings');
}

/** The version that files are written with: another one may give other bytes. */
const VERSION = '1.5.6-r.1';
const INSTALL = `npm install @duckdb/node-api@${VERSION}`;

/**
 * Loads DuckDB, which is an optional dependency of 68 MB. Rejects with a TapehaulError `table_writer_missing` where it is not
 * installed, or where its program does not run on this machine.
 */
export async function loadDuckdb(): Promise<Duckdb> {
  try {
    const [api, bindings] = await Promise.all([import('@duckdb/node-api'), import('@duckdb/node-bindings')]);
    return { api, bindings: bindings.default };
  } catch (error) {
    throw missing(error);
  }
}

function missing(error: unknown): TapehaulError {
  const reason = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const facts = {
    package: '@duckdb/node-api',
    version: VERSION,
    platform: process.platform,
    arch: process.arch,
  };
  const [firstLine = reason] = reason.split('\n');
  if (code === 'ERR_DLOPEN_FAILED') {
    return new TapehaulError('table_writer_missing', `DuckDB does not run on this machine: ${firstLine}`, {
      cause: error,
      facts,
      hint: `DuckDB runs on Linux, macOS and Windows with x64 or arm64; an old Linux may be too old for it. If this machine is one of these, install it again: ${INSTALL}`,
    });
  }
  return new TapehaulError(
    'table_writer_missing',
    `DuckDB, which writes tables, is not installed: ${firstLine}`,
    {
      cause: error,
      facts,
      hint: `Install it where tapehaul is installed: ${INSTALL}`,
    },
  );
}
