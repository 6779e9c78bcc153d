import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { TapehaulError } from '@tapehaul/errors';
import { isAlive, ownerOf, type RunOwner } from '@tapehaul/workflow';
import * as z from 'zod';

/** How often a service says that it lives, in milliseconds. */
const BEAT_EVERY = 5_000;

const ownerSchema = z.object({
  pid: z.number(),
  host: z.string(),
  bootId: z.string().nullable(),
  processStart: z.number().nullable().default(null),
});

/** A service's hold on its data. */
export interface DataHold {
  /** Lets another service have the data. */
  release(): Promise<void>;
}

/**
 * Makes this service the owner of a data folder: a file in it names its process, and the time of the file is its heartbeat. Rejects with a
 * TapehaulError `output_in_use`, which names the owner, while a living service has it, and `config_invalid` when it cannot be
 * a folder of ours. `onLost` is called when another service has taken this one for dead.
 */
export async function ownData(root: string, onLost: () => void): Promise<DataHold> {
  const folder = join(root, '.tapehaul-server', 'owners');
  const name = `${process.pid}-${randomUUID()}.json`;
  const path = join(folder, name);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(`${path}.part`, JSON.stringify(ownerOf(name)));
    await rename(`${path}.part`, path);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TapehaulError('config_invalid', `the data folder ${resolve(root)} cannot be used: ${reason}`, {
      cause,
      hint: 'Give a folder that can be written, or one that can be made: --data DIRECTORY.',
    });
  }
  // Each has written its own before it looks for others: of two that start together one at least sees the other.
  const living = await otherOwner(folder, name);
  if (living !== undefined) {
    await rm(path, { force: true });
    throw inUse(root, living);
  }
  const timer = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') return;
      clearInterval(timer);
      onLost();
    });
  }, BEAT_EVERY);
  timer.unref();
  return {
    async release() {
      clearInterval(timer);
      // A file that stays is soon recognised as that of a dead process.
      await rm(path, { force: true }).catch(() => {});
    },
  };
}

/** A living owner beside the one of that name; what dead ones have left is removed. */
async function otherOwner(folder: string, own: string): Promise<RunOwner | undefined> {
  for (const name of await readdir(folder)) {
    if (name === own || !name.endsWith('.json')) continue;
    const path = join(folder, name);
    const owner = await readOwner(path);
    if (owner !== undefined && isAlive(name, owner)) return owner;
    await rm(path, { force: true });
  }
  return undefined;
}

/** The owner that a file names; undefined for a file that a power cut has torn, or that is gone. */
async function readOwner(path: string): Promise<RunOwner | undefined> {
  try {
    const owner = ownerSchema.parse(JSON.parse(await readFile(path, 'utf8')));
    return { ...owner, heartbeatAt: (await stat(path)).mtimeMs };
  } catch {
    return undefined;
  }
}

function inUse(root: string, { pid, host, bootId, heartbeatAt }: RunOwner): TapehaulError {
  const data = resolve(root);
  return new TapehaulError('output_in_use', `process ${pid} on ${host} serves ${data}`, {
    facts: { data, pid, host, bootId, heartbeatAt },
    hint: 'Stop that service first, or give another folder with --data. One that died on another host counts as dead after a minute.',
  });
}
