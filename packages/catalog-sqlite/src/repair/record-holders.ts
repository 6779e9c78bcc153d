import { readdir, readlink } from 'node:fs/promises';
import type { RecordHolder } from '@tapehaul/catalog';

/** Another process of this machine that has a record open, as far as this one can see; undefined when there is none. */
export async function holderOf(path: string): Promise<RecordHolder | undefined> {
  const [pid] = await holdersOf(path);
  return pid === undefined ? undefined : { name: `process ${pid}`, facts: { pid } };
}

/**
 * Ids of other processes of this machine that have a file open, as far as this one may see them; none where the system does
 * not show them.
 */
async function holdersOf(path: string): Promise<number[]> {
  const ids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const holders = await Promise.all(
    ids.map(async (id) => {
      if (Number(id) === process.pid) return [];
      const files = await readdir(`/proc/${id}/fd`).catch(() => []);
      const links = await Promise.all(files.map((fd) => readlink(`/proc/${id}/fd/${fd}`).catch(() => '')));
      return links.some((link) => link === path || link === `${path} (deleted)`) ? [Number(id)] : [];
    }),
  );
  return holders.flat();
}
