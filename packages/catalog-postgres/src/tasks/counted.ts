/** Tasks alike that are to be counted, or with a negative number no more. */
export interface Counted {
  readonly run: number;
  readonly classId: number;
  readonly batch: number | null;
  readonly state: string;
  /** When they ended; null while they have not. */
  readonly endedAt: number | null;
  readonly tasks: number;
  readonly bytes: number;
}

/** An attempt that has ended. */
export interface CountedAttempt {
  readonly run: number;
  /** Name of its task. */
  readonly name: string;
  readonly startedAt: number;
  readonly endedAt: number;
  /** Whether its task waits for another attempt. */
  readonly retried: boolean;
}
