import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** The process that owns something in a file which others can read, too. */
export interface ProcessOwner {
  readonly pid: number;
  readonly host: string;
  /**
   * Which start of the machine, where the system has an id of it. A process that has process ids of its own, as in a container, adds the name
   * of their namespace after a space: the ids of another one mean other processes.
   */
  readonly bootId: string | null;
  /** Ticks from the start of the machine to that of the process, where the system reports it. */
  readonly processStart: number | null;
  /** Its last sign of life, in milliseconds since 1970 UTC. */
  readonly heartbeatAt: number;
}

/** Silence after which an owner counts as dead where nothing else shows whether it lives, in milliseconds. */
const DEAD_AFTER = 60_000;

/** What this very process owns: a process id alone may be that of one before it. */
const owned = new Set<string>();

let bootId: string | null | undefined;

/** This process as the owner of what has that id. */
export function ownerOf(id: string): ProcessOwner {
  owned.add(id);
  const { pid } = process;
  return {
    pid,
    host: hostname(),
    bootId: ownBootId(),
    processStart: ownStart(),
    heartbeatAt: Date.now(),
  };
}

/** From now on this process does not own what has that id, whatever a file says. */
export function disown(id: string): void {
  owned.delete(id);
}

/**
 * Whether the owner of what has that id still lives. On this host, since the same start of the
 * machine, the start of its process decides, however long it has been stopped or asleep. Where that cannot be read, its
 * process must exist and its heartbeat decides, since the process id may have gone to another program; on another host
 * the heartbeat alone, as in another container, which may have the name of this host.
 */
export function isAlive(id: string, owner: ProcessOwner): boolean {
  const { pid, host, heartbeatAt } = owner;
  const isBeating = Date.now() - heartbeatAt < DEAD_AFTER;
  if (host !== hostname()) return isBeating;
  const [boot, namespace] = owner.bootId?.split(' ') ?? [];
  const [ownBoot, ownNamespace] = ownBootId()?.split(' ') ?? [];
  if (boot !== undefined && ownBoot !== undefined && boot !== ownBoot) return false;
  if (namespace !== ownNamespace) return isBeating;
  const start = pid === process.pid ? ownStart() : processStart(pid);
  const isKnown = start !== null && owner.processStart !== null;
  const exists = isKnown ? start === owner.processStart : isBeating && processExists(pid);
  return exists && (pid !== process.pid || owned.has(id));
}

/** Ticks from the start of the machine to that of a process; 0 for one that has ended; null where that is unknown. */
function processStart(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name of the program comes before, in parentheses, and may hold anything.
    const [state = '', ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return ENDED.has(state) ? 0 : Number(fields[18] ?? null);
  } catch {
    return null;
  }
}

/** States of a process of which nothing is left but its entry. */
const ENDED: ReadonlySet<string> = new Set(['Z', 'X']);

let ownProcessStart: number | null | undefined;

/** {@link processStart} of this process, which is read once: each question about something of its own needs it. */
function ownStart(): number | null {
  ownProcessStart ??= processStart(process.pid);
  return ownProcessStart;
}

function ownBootId(): string | null {
  bootId ??= readBootId();
  return bootId;
}

/** Namespace of the process ids of a whole machine: Linux has given it this number since it has namespaces. */
const OF_MACHINE = 'pid:[4026531836]';

function readBootId(): string | null {
  const id = orNull(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
  const namespace = orNull(() => readlinkSync('/proc/self/ns/pid'));
  return id === null || namespace === null || namespace === OF_MACHINE ? id : `${id} ${namespace}`;
}

/** What a system says that has it. */
function orNull(read: () => string): string | null {
  try {
    return read();
  } catch {
    return null;
  }
}

function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it exists and belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
