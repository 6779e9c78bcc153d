import { TapehaulError } from '@tapehaul/errors';

/** State types: they decide what may happen next. */
export const STATE_TYPES = [
  'SCHEDULED',
  'PENDING',
  'RUNNING',
  'PAUSED',
  'CANCELLING',
  'COMPLETED',
  'FAILED',
  'CRASHED',
  'CANCELLED',
] as const;

/** What decides the rules of a state. */
export type StateType = (typeof STATE_TYPES)[number];

/** State names, which are for people, each with the type whose rules it follows. */
export const STATES = {
  Scheduled: 'SCHEDULED',
  AwaitingRetry: 'SCHEDULED',
  Pending: 'PENDING',
  Running: 'RUNNING',
  Retrying: 'RUNNING',
  Paused: 'PAUSED',
  Cancelling: 'CANCELLING',
  Completed: 'COMPLETED',
  /** What the task should bring was there already. */
  Cached: 'COMPLETED',
  /** What the task should bring does not exist at its source. */
  Absent: 'COMPLETED',
  /** Brought, but nothing could prove it. */
  Unverified: 'COMPLETED',
  /** What the task should bring contradicts its own proof, as it did before; it was not brought again. */
  Disputed: 'COMPLETED',
  /** A run that ended well except for tasks that failed. */
  CompletedWithGaps: 'COMPLETED',
  Failed: 'FAILED',
  /** What came contradicts its own proof. */
  Corrupt: 'FAILED',
  /** It was there once and is no more. */
  Gone: 'FAILED',
  Crashed: 'CRASHED',
  Cancelled: 'CANCELLED',
} as const satisfies Record<string, StateType>;

/** What people call a state. */
export type StateName = keyof typeof STATES;

/** Which type may follow which. A type that nothing may follow is final. */
export const LEGAL_MOVES: Readonly<Record<StateType, readonly StateType[]>> = {
  SCHEDULED: ['PENDING', 'RUNNING', 'PAUSED', 'CANCELLED', 'CRASHED'],
  PENDING: ['RUNNING', 'SCHEDULED', 'PAUSED', 'COMPLETED', 'FAILED', 'CANCELLED', 'CRASHED'],
  RUNNING: ['SCHEDULED', 'PAUSED', 'CANCELLING', 'COMPLETED', 'FAILED', 'CANCELLED', 'CRASHED'],
  PAUSED: ['SCHEDULED', 'PENDING', 'RUNNING', 'CANCELLED', 'CRASHED'],
  CANCELLING: ['COMPLETED', 'FAILED', 'CANCELLED', 'CRASHED'],
  COMPLETED: [],
  FAILED: [],
  CRASHED: [],
  CANCELLED: [],
};

/**
 * Final types that a resume or a retry, which a person requests, may put back to Scheduled, in the record of a
 * run that is over. What is Completed stays so.
 */
export const REOPENED: readonly StateType[] = ['FAILED', 'CRASHED', 'CANCELLED'];

/** The type of a state by its name, as a record has it; undefined for a name that is none of ours. */
export function typeOf(state: string): StateType | undefined {
  return Object.hasOwn(STATES, state) ? STATES[state as StateName] : undefined;
}

/** Whether nothing may follow a state of that name. */
export function isFinal(state: string): boolean {
  const type = typeOf(state);
  return type !== undefined && LEGAL_MOVES[type].length === 0;
}

/** The next state, if the table allows it. Throws a TapehaulError `illegal_move` otherwise: that is a bug. */
export function move(from: StateName, to: StateName): StateName {
  if (LEGAL_MOVES[STATES[from]].includes(STATES[to])) return to;
  throw new TapehaulError('illegal_move', `a task cannot go from ${from} to ${to}`, {
    facts: { from, to, legal: LEGAL_MOVES[STATES[from]] },
    hint: 'This is a fault in the program; please report it.',
  });
}
