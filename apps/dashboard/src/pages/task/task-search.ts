/** What the address of a file says beside its key. */
export interface TaskSearch {
  readonly attempt?: number | undefined;
}

/** Reads the search of the address; what it does not know is left out. */
export function taskSearch({ attempt }: Record<string, unknown>): TaskSearch {
  return typeof attempt === 'number' && Number.isInteger(attempt) && attempt > 0 ? { attempt } : {};
}
