import { readdirSync, readFileSync } from 'node:fs';
import { findS5cmd } from '../src/index.ts';

/** Path of the s5cmd program that the tests use. */
export async function realS5cmd(): Promise<string> {
  const found = await findS5cmd();
  if (found === undefined) throw new Error('these tests need s5cmd: run "npm run setup"');
  return found.path;
}

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
