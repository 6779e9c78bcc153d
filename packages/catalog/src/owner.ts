import { hostname } from 'node:os';

/** How often the owner of a run says that it lives, in milliseconds. */
export const HEARTBEAT_EVERY = 5_000;

/** Silence after which an owner counts as dead even though a process has its id, in milliseconds. */
const DEAD_AFTER = 60_000;

/** Who owns a run. */
export interface Owner {
  readonly pid: number;
  readonly host: string;
  readonly heartbeatAt: number;
}

/** This process as an owner. */
export function self(): Owner {
  return { pid: process.pid, host: hostname(), heartbeatAt: Date.now() };
}

/**
 * Whether an owner still lives. On this host its process must exist too; a process id may have gone to
 * another program since, or the owner may be on another host: then its heartbeat decides.
 */
export function isAlive(owner: Owner): boolean {
  const recent = Date.now() - owner.heartbeatAt < DEAD_AFTER;
  return recent && (owner.host !== hostname() || processExists(owner.pid));
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
