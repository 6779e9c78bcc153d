import { existsSync } from 'node:fs';
import { cp, mkdtemp, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ExecaError, execa } from 'execa';
import { cacheFolder } from '../folders.ts';
import { oneProcess } from '../one-process.ts';
import { goBuildWrapped } from './go-wrapper.ts';

/** A program that comes as a Go module. */
export interface GoProgram {
  /** Name of the program; by default the last word of `main`. */
  readonly name?: string;
  /** Import path of its main package. */
  readonly main: string;
  /** Version of the module, without the leading `v`. */
  readonly version: string;
  /** Folder of its source, when it is one of ours; `main` is then only its name, and `version` distinguishes its builds. */
  readonly source?: string;
  /** Path of the module, when its `go.mod` has replace lines: it is then built through a wrapper module. */
  readonly replacing?: string;
}

/**
 * Path of the program, built with Go unless that was done before; while one process builds it, others wait. Throws an Error that says what is missing when Go is not there or cannot build it.
 */
async function goProgram(program: GoProgram): Promise<string> {
  const name = program.name ?? basename(program.main);
  const folder = join(cacheFolder, 'services', `${name}-${program.version}`);
  const path = join(folder, name);
  if (existsSync(path)) return path;
  await oneProcess(`${folder}.lock`, async () => {
    if (existsSync(path)) return;
    const building = await mkdtemp(`${folder}.`);
    try {
      await build(program, building, join(building, name));
      await rename(building, folder);
    } finally {
      await rm(building, { recursive: true, force: true });
    }
  });
  return path;
}

/**
 * Path of the program: what the environment variable says, else built as {@link goProgram} does. Throws an Error
 * that says what is missing when neither is possible.
 */
export async function findProgram(
  program: GoProgram,
  variable: string,
  env: NodeJS.ProcessEnv,
): Promise<string> {
  return (
    env[variable] ||
    goProgram(program).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`${reason}\nInstall Go, or set ${variable} to the path of the program.`, {
        cause: error,
      });
    })
  );
}

async function build(program: GoProgram, folder: string, output: string): Promise<void> {
  const { main, version, replacing, source } = program;
  try {
    if (source !== undefined) {
      await cp(source, folder, { recursive: true });
      await execa('go', ['build', '-mod=mod', '-o', output, '.'], { cwd: folder });
    } else if (replacing !== undefined)
      await goBuildWrapped({ module: replacing, main, version }, folder, output);
    else await execa('go', ['install', `${main}@v${version}`], { cwd: folder, env: { GOBIN: folder } });
  } catch (error) {
    if (!(error instanceof ExecaError)) throw error;
    const reason = error.code === 'ENOENT' ? 'Go is missing: there is no "go" on PATH' : error.stderr;
    throw new Error(`${main}@v${version} could not be built. ${reason}`, { cause: error });
  }
}
