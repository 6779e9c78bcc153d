import type { WorkflowEvent } from '@tapehaul/workflow';

/** An event with its number, higher than that of any before it, also of a former process. */
export interface NumberedEvent {
  readonly id: number;
  readonly event: WorkflowEvent | { readonly kind: 'ended'; readonly state: string };
}

/** Events that are kept of a run, the latest. */
const KEPT = 10_000;

/** The latest events of one run, for those that follow it. */
export class EventLog {
  readonly #events: NumberedEvent[] = [];
  readonly #followers = new Set<(event: NumberedEvent) => void>();
  /** Numbers begin with the time, so that those of a run that is gone on with are higher than before. */
  #last = Date.now();
  #dropped = false;

  /** Whether its last event has come. */
  get isOver(): boolean {
    return this.#events.at(-1)?.event.kind === 'ended';
  }

  add(event: NumberedEvent['event']): void {
    this.#last += 1;
    const numbered = { id: this.#last, event };
    this.#events.push(numbered);
    if (this.#events.length >= 2 * KEPT) {
      this.#events.splice(0, KEPT);
      this.#dropped = true;
    }
    for (const follower of this.#followers) follower(numbered);
  }

  /** The latest event. */
  get latest(): NumberedEvent | undefined {
    return this.#events.at(-1);
  }

  /** Events behind a number, the first ones first; all that are kept for a number of another time. */
  after(id: number): { readonly events: readonly NumberedEvent[]; readonly isWhole: boolean } {
    const first = this.#events[0]?.id ?? this.#last + 1;
    if (id > this.#last || id + 1 < first)
      return { events: [...this.#events], isWhole: id === 0 && !this.#dropped };
    return { events: this.#events.filter((event) => event.id > id), isWhole: true };
  }

  /** Hears of each further event; to be undone by calling what it returns. */
  follow(follower: (event: NumberedEvent) => void): () => void {
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }
}
