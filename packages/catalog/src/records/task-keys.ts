/** Which keys of objects: those that fit all that is given. */
export interface KeyFilter {
  /** What the key begins with; the ids of tasks that are no files may, too. */
  readonly prefix?: string;
  readonly market?: string;
  readonly dataType?: string;
  readonly symbol?: string;
  readonly interval?: string;
  /** First and last day, UTC: a monthly file fits when one of its days does. */
  readonly from?: string;
  readonly to?: string;
}

/** Some tasks of a run: those that fit all that is given. */
export interface TaskSelection {
  readonly taskIds?: readonly string[];
  readonly errorCode?: string;
  /** What their ids begin with. */
  readonly prefix?: string;
}

/** A task that failed, and why. */
export interface FailedTask {
  readonly taskId: string;
  /** `unknown` where no code was recorded. */
  readonly code: string;
  readonly message: string;
}
