import { readdirSync, readFileSync } from 'node:fs';

/** Ids of the processes that this one has started and that still run. Linux only. */
export function children(): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((id) => id > 0 && isChild(id));
}

function isChild(id: number): boolean {
  try {
    const [state, parent] = readFileSync(`/proc/${id}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return Number(parent) === process.pid && state !== 'Z';
  } catch {
    return false;
  }
}
