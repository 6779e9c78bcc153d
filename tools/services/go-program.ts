import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ExecaError, execa } from 'execa';
import { cacheFolder } from './folders.ts';

/** A program that comes as a Go module. */
export interface GoProgram {
  /** Import path of its main package. */
  readonly main: string;
  /** Version of the module, without the leading `v`. */
  readonly version: string;
}

/**
 * Path of the program, built with `go install` unless that was done before. Processes that build it at once
 * do not disturb each other. Throws an Error that says what is missing when Go is not there or cannot build it.
 */
export async function goProgram({ main, version }: GoProgram): Promise<string> {
  const name = basename(main);
  const folder = join(cacheFolder, 'services', `${name}-${version}`);
  const path = join(folder, name);
  if (existsSync(path)) return path;
  await mkdir(dirname(folder), { recursive: true });
  const building = await mkdtemp(`${folder}.`);
  try {
    await goInstall(`${main}@v${version}`, building);
    await rename(building, folder).catch((error: NodeJS.ErrnoException) => {
      // Another process was first; its program is as good.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(building, { recursive: true, force: true });
  }
  return path;
}

async function goInstall(program: string, folder: string): Promise<void> {
  try {
    await execa('go', ['install', program], { cwd: folder, env: { GOBIN: folder } });
  } catch (error) {
    if (!(error instanceof ExecaError)) throw error;
    const reason = error.code === 'ENOENT' ? 'Go is missing: there is no "go" on PATH' : error.stderr;
    throw new Error(`${program} could not be built. ${reason}`, { cause: error });
  }
}
