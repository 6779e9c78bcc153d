import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import type { RunOwner } from './records.ts';

/** Silence after which an owner counts as dead even though a process has its id, in milliseconds. */
const DEAD_AFTER = 60_000;

/** What this very process owns: a process id alone may be that of one before it. */
const owned = new Set<string>();

let bootId: string | null | undefined;

/** This process as the owner of a run, or of something else of such an id. */
export function ownerOf(id: string): RunOwner {
  owned.add(id);
  return { pid: process.pid, host: hostname(), bootId: ownBootId(), heartbeatAt: Date.now() };
}

/**
 * Whether the owner of a run, or of something else of such an id, still lives. On this host, since the same start of the
 * machine, its process must exist too; a process id may have gone to another program since, or the owner may be on
 * another host: then its heartbeat decides.
 */
export function isAlive(id: string, { pid, host, bootId, heartbeatAt }: RunOwner): boolean {
  if (Date.now() - heartbeatAt >= DEAD_AFTER) return false;
  if (host !== hostname()) return true;
  const own = ownBootId();
  if (bootId !== null && own !== null && bootId !== own) return false;
  return pid === process.pid ? owned.has(id) : processExists(pid);
}

function ownBootId(): string | null {
  bootId ??= readBootId();
  return bootId;
}

function readBootId(): string | null {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return null;
  }
}

function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it exists and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
