import { readdir, readFile } from 'node:fs/promises';

const TICKS_PER_SECOND = 100;

/** What a process and those below it have used so far. */
export interface ProcessCost {
  /** User and system, with children that have ended. */
  readonly cpuSeconds: number;
  /** The most memory that was ever resident in each of them, in MB, summed. */
  readonly peakMegabytes: number;
}

/** Reads what a process tree has used; Linux. A process that has ended counts nothing. */
export async function costOf(pid: number): Promise<ProcessCost> {
  const [stat, status, threads] = await Promise.all([
    readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ''),
    readFile(`/proc/${pid}/status`, 'utf8').catch(() => ''),
    readdir(`/proc/${pid}/task`).catch(() => []),
  ]);
  // The second field, the program's name, may hold spaces and parentheses.
  const ticks = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 15);
  const lists = await Promise.all(
    threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/children`, 'utf8').catch(() => '')),
  );
  const children = lists.join(' ').split(' ').filter(Boolean).map(Number);
  const costs = await Promise.all(children.map(costOf));
  const sum = (of: (cost: ProcessCost) => number): number =>
    costs.map(of).reduce((total, one) => total + one, 0);
  return {
    cpuSeconds:
      ticks.map(Number).reduce((total, one) => total + one, 0) / TICKS_PER_SECOND +
      sum((cost) => cost.cpuSeconds),
    peakMegabytes: residentMegabytes(status, 'VmHWM') + sum((cost) => cost.peakMegabytes),
  };
}

/** Memory of a process by a field of its `/proc` status, in MB; zero where it has none. */
export function residentMegabytes(status: string, field: 'VmHWM' | 'VmRSS'): number {
  const [, kib = '0'] = new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status) ?? [];
  return (Number(kib) * 1_024) / 1e6;
}
