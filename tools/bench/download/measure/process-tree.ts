import { readdir, readFile } from 'node:fs/promises';
import { setInterval } from 'node:timers/promises';

/** Reads a file of /proc; nothing when its process has ended. */
const read = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');

/** CPU seconds that a process has used so far, user and system; Linux. Throws when it has ended. */
export async function cpuSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // The second field, the program's name, may hold spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** USER_HZ, which is 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/**
 * Watches the processes below one until the signal: the most memory, in MB, that was resident in all of them
 * together, measured ten times a second. Pages that they share count more than once.
 */
export async function peakMemoryBelow(pid: number, signal: AbortSignal): Promise<number> {
  let peak = 0;
  try {
    for await (const _ of setInterval(100, undefined, { signal }))
      peak = Math.max(peak, await memoryBelow(pid));
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  return peak;
}

async function memoryBelow(pid: number): Promise<number> {
  let sum = 0;
  for (const child of await childrenOf(pid)) {
    const [, kib = '0'] = /^VmRSS:\s+(\d+)/m.exec(await read(`/proc/${child}/status`)) ?? [];
    sum += (Number(kib) * 1_024) / 1e6 + (await memoryBelow(child));
  }
  return sum;
}

async function childrenOf(pid: number): Promise<number[]> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const lists = await Promise.all(threads.map((thread) => read(`/proc/${pid}/task/${thread}/children`)));
  return lists.join(' ').split(' ').filter(Boolean).map(Number);
}
