import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import type { RunOwner } from './records.ts';

/** Silence after which an owner counts as dead even though a process has its id, in milliseconds. */
const DEAD_AFTER = 60_000;

/** Runs that this very process has started: a process id alone may be that of one before it. */
const started = new Set<string>();

let bootId: string | null | undefined;

/** This process as the owner of a run. */
export function ownerOf(runId: string): RunOwner {
  started.add(runId);
  return { pid: process.pid, host: hostname(), bootId: ownBootId(), heartbeatAt: Date.now() };
}

/**
 * Whether the owner of a run still lives. On this host, since the same start of the machine, its process must
 * exist too; a process id may have gone to another program since, or the owner may be on another host: then
 * its heartbeat decides.
 */
export function isAlive(runId: string, { pid, host, bootId, heartbeatAt }: RunOwner): boolean {
  if (Date.now() - heartbeatAt >= DEAD_AFTER) return false;
  if (host !== hostname()) return true;
  const own = ownBootId();
  if (bootId !== null && own !== null && bootId !== own) return false;
  return pid === process.pid ? started.has(runId) : processExists(pid);
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
