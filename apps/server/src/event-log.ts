import { EventEmitter, once } from 'node:events';
import type { WorkflowEvent } from '@tapehaul/workflow';

/** An event of a run, as its followers get it. */
export interface LoggedEvent {
  /** Higher than that of any before it, also of a former process. */
  readonly id: number;
  readonly kind: string;
  /** As a server-sent event; made once, however many follow. */
  readonly text: string;
}

/** Events that are kept of a run, the latest. */
const KEPT = 10_000;

/** The latest events of one run, for those that follow it. */
export class EventLog {
  readonly #events: LoggedEvent[] = [];
  readonly #changes = new EventEmitter().setMaxListeners(0);
  /** Numbers begin with the time, so that those of a run that is gone on with are higher than before. */
  #last = Date.now();
  #dropped = false;

  /** Whether its last event has come. */
  get isOver(): boolean {
    return this.latest?.kind === 'ended';
  }

  add(event: WorkflowEvent | { readonly kind: 'ended'; readonly state: string }): void {
    this.#last += 1;
    const text = `id: ${this.#last}\nevent: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`;
    this.#events.push({ id: this.#last, kind: event.kind, text });
    if (this.#events.length >= 2 * KEPT) {
      this.#events.splice(0, KEPT);
      this.#dropped = true;
    }
    this.#changes.emit('change');
  }

  /** The latest event. */
  get latest(): LoggedEvent | undefined {
    return this.#events.at(-1);
  }

  /**
   * Events behind a number, the first ones first, at most so many; all that are kept for a number of another time, which
   * is not the whole of what was missed.
   */
  after(id: number, limit: number): { readonly events: readonly LoggedEvent[]; readonly isWhole: boolean } {
    const first = this.#events[0]?.id ?? this.#last + 1;
    const isKnown = id <= this.#last && id + 1 >= first;
    // Numbers have no holes.
    const from = isKnown ? id + 1 - first : 0;
    return {
      events: this.#events.slice(from, from + limit),
      isWhole: isKnown || (id === 0 && !this.#dropped),
    };
  }

  /** Resolves with the next event; rejects when the signal aborts. */
  async changed(signal: AbortSignal): Promise<void> {
    await once(this.#changes, 'change', { signal });
  }
}
