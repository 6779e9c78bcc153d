/** Tasks alike that are to be counted, or with a negative number no more. */
export interface Counted {
  readonly run: number;
  readonly classId: number;
  readonly batch: number | null;
  readonly state: string;
  /** When they ended; null while they have not. */
  readonly endedAt: number | null;
  tasks: number;
  bytes: number;
}

/** Attempts alike that have ended. */
export interface CountedAttempts {
  readonly run: number;
  /** Name of their tasks. */
  readonly name: string;
  readonly startedAt: number;
  readonly endedAt: number;
  /** Whether their tasks wait for another attempt. */
  readonly retried: boolean;
  attempts: number;
}

/** Tasks of a batch that have lost their outcome, or with a negative number got one. */
export interface CountedOpen {
  readonly run: number;
  readonly batch: number;
  tasks: number;
}

/** Adds tasks to others of the same class and batch that ended in the same second; gives whether they did. */
export function addTasks(sum: Counted, it: Readonly<Counted>): boolean {
  const isAlike =
    sum.classId === it.classId &&
    sum.batch === it.batch &&
    sum.run === it.run &&
    sum.state === it.state &&
    isSameSecond(sum.endedAt, it.endedAt);
  if (!isAlike) return false;
  sum.tasks += it.tasks;
  sum.bytes += it.bytes;
  return true;
}

/** Adds attempts to others of the same run and name that began and ended in the same seconds; gives whether they did. */
export function addAttempts(sum: CountedAttempts, it: Readonly<CountedAttempts>): boolean {
  const isAlike =
    sum.run === it.run &&
    sum.name === it.name &&
    sum.retried === it.retried &&
    isSameSecond(sum.startedAt, it.startedAt) &&
    isSameSecond(sum.endedAt, it.endedAt);
  if (!isAlike) return false;
  sum.attempts += it.attempts;
  return true;
}

/** Adds tasks to others of the same batch; gives whether they are of it. */
export function addOpenTasks(sum: CountedOpen, it: Readonly<CountedOpen>): boolean {
  if (sum.run !== it.run || sum.batch !== it.batch) return false;
  sum.tasks += it.tasks;
  return true;
}

/** Whether two times are in the same slots of a timeline, the finest of which are seconds. */
function isSameSecond(a: number | null, b: number | null): boolean {
  if (a === null || b === null) return a === b;
  return Math.floor(a / 1_000) === Math.floor(b / 1_000);
}
