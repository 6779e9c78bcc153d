import type { WorkflowEvent } from '@tapehaul/workflow';

/** An event with its number, 1 for the first of its run. */
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
  #last = 0;

  get last(): number {
    return this.#last;
  }

  add(event: NumberedEvent['event']): void {
    this.#last += 1;
    const numbered = { id: this.#last, event };
    this.#events.push(numbered);
    if (this.#events.length >= 2 * KEPT) this.#events.splice(0, KEPT);
    for (const follower of this.#followers) follower(numbered);
  }

  /** Events behind a number; undefined when some of them are not kept any more. */
  after(id: number): readonly NumberedEvent[] | undefined {
    const first = this.#events[0]?.id ?? this.#last + 1;
    return id + 1 < first ? undefined : this.#events.filter((event) => event.id > id);
  }

  /** Hears of each further event; to be undone by calling what it returns. */
  follow(follower: (event: NumberedEvent) => void): () => void {
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }
}
