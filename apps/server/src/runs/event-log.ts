import { EventEmitter, once } from 'node:events';
import type { RunEnd } from '@tapehaul/runs';
import type { WorkflowEvent } from '@tapehaul/workflow';

/** What is logged of a run. */
export type LoggedEvent = WorkflowEvent | ({ readonly kind: 'ended' } & RunEnd);

/** An event of a run, as its followers get it. */
interface KeptEvent {
  /** Higher than that of any before it, also of a former process. */
  readonly id: number;
  readonly kind: string;
  readonly text: string;
}

/** Some events of a log, one after the other. */
export interface Excerpt {
  /** Number of the last of them; the requested number when there are none. */
  readonly last: number;
  /** As server-sent events. */
  readonly content: Buffer;
  /** Whether nothing between the requested number and these is missing. */
  readonly isWhole: boolean;
  /** Whether the last one of the run is among them. */
  readonly hasEnd: boolean;
}

/** Events that are kept of a run, the latest. */
const KEPT = 10_000;
/** Most events of an excerpt. */
const TOGETHER = 100;
/** How long events are gathered before followers get them, in milliseconds: many go in one write. */
const PACE = 100;
/** More than these are sent at once, so that followers do not fall behind what is kept. */
const MOST_UNSENT = 1_000;

/** The latest events of one run, for those that follow it. */
export class EventLog {
  readonly #events: KeptEvent[] = [];
  readonly #changes = new EventEmitter().setMaxListeners(0);
  /** Numbers begin with the time, so that those of a run that is gone on with are higher than before. */
  #last = Date.now();
  #dropped = false;
  #isBrokenOff = false;
  /** Events that followers have not received yet. */
  #unsent = 0;
  #timer: NodeJS.Timeout | undefined;
  readonly #shown: (event: LoggedEvent) => unknown;
  /** The latest excerpt: who follows live requests the same one as all the others. */
  #excerpt: (Excerpt & { readonly from: number }) | undefined;

  constructor(shown: (event: LoggedEvent) => unknown) {
    this.#shown = shown;
  }

  /** Whether its last event has come. */
  get isOver(): boolean {
    return this.#events.at(-1)?.kind === 'ended';
  }

  /** Whether no more events come although the run has not ended: another process continues it. */
  get isBrokenOff(): boolean {
    return this.#isBrokenOff;
  }

  /** Lets the followers go without an end of the run. */
  breakOff(): void {
    this.#isBrokenOff = true;
    this.#notify();
  }

  add(event: LoggedEvent): void {
    this.#last += 1;
    const text = `id: ${this.#last}\nevent: ${event.kind}\ndata: ${JSON.stringify(this.#shown(event))}\n\n`;
    this.#events.push({ id: this.#last, kind: event.kind, text });
    if (this.#events.length >= 2 * KEPT) {
      this.#events.splice(0, KEPT);
      this.#dropped = true;
    }
    this.#unsent += 1;
    if (event.kind === 'ended' || this.#unsent >= MOST_UNSENT) this.#notify();
    else this.#timer ??= setTimeout(() => this.#notify(), PACE);
  }

  #notify(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#unsent = 0;
    this.#changes.emit('change');
  }

  /**
   * Events behind a number, the first ones first; from the first that is kept for a number of another time. The last
   * one of a run that is over is sent again.
   */
  after(id: number): Excerpt {
    const first = this.#events[0]?.id ?? this.#last + 1;
    const isKnown = id <= this.#last && id + 1 >= first;
    const isWhole = isKnown || (id === 0 && !this.#dropped);
    // Numbers have no holes.
    const from = isKnown ? Math.min(id + 1, this.isOver ? this.#last : id + 1) : first;
    const to = Math.min(from + TOGETHER - 1, this.#last);
    const known = this.#excerpt;
    if (known?.from === from && known.last === to) return { ...known, isWhole };
    const events = this.#events.slice(from - first, to - first + 1);
    const excerpt = {
      last: Math.max(to, from - 1),
      content: Buffer.from(events.map(({ text }) => text).join('')),
      hasEnd: events.at(-1)?.kind === 'ended',
    };
    this.#excerpt = { ...excerpt, from, isWhole };
    return { ...excerpt, isWhole };
  }

  /** Resolves some time after the next event has come; rejects when the signal aborts. */
  async changed(signal: AbortSignal): Promise<void> {
    await once(this.#changes, 'change', { signal });
  }
}
