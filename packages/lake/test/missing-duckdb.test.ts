import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';

const CHILD = join(import.meta.dirname, 'without-duckdb-child.ts');

/** The error of a writer in a process that cannot load a module. */
async function errorWithout(module: string, code: string, message: string): Promise<unknown> {
  const args = ['--conditions=@tapehaul/source', CHILD, module, code, message];
  return JSON.parse((await execa(process.execPath, args)).stdout);
}

test('without DuckDB the error says how it is installed, in the version that this package needs', async () => {
  const manifest = JSON.parse(await readFile(join(import.meta.dirname, '../package.json'), 'utf8'));
  const version = manifest.optionalDependencies['@duckdb/node-api'];
  expect(manifest.optionalDependencies['@duckdb/node-bindings']).toBe(version);
  const message = "Cannot find package '@duckdb/node-api'\nimported from here";
  expect(await errorWithout('@duckdb/node-api', 'ERR_MODULE_NOT_FOUND', message)).toMatchObject({
    code: 'table_writer_missing',
    message: "DuckDB, which writes tables, is not installed: Cannot find package '@duckdb/node-api'",
    retry: 'never',
    hint: `Install it where tapehaul is installed: npm install @duckdb/node-api@${version}`,
    facts: { package: '@duckdb/node-api', version, platform: process.platform, arch: process.arch },
  });
});

test('a platform without a build of DuckDB is a missing writer, too', async () => {
  const platform = '@duckdb/node-bindings-';
  const error = await errorWithout(platform, 'MODULE_NOT_FOUND', `Cannot find module '${platform}'`);
  expect(error).toMatchObject({ code: 'table_writer_missing', facts: { arch: process.arch } });
});

test('a DuckDB that this machine is too old for says so', async () => {
  const reason = "/lib/libc.so.6: version `GLIBC_2.25' not found";
  const error = await errorWithout('@duckdb/node-bindings-', 'ERR_DLOPEN_FAILED', reason);
  expect(error).toMatchObject({
    code: 'table_writer_missing',
    message: `DuckDB does not run on this machine: ${reason}`,
    hint: expect.stringContaining('an old Linux may be too old for it'),
  });
});
