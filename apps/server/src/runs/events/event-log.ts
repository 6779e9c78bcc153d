import { EventEmitter, once } from 'node:events';

/** An event of a log, as its followers get it. */
interface KeptEvent {
  /** Higher than that of any before it, also of a former process. */
  readonly id: number;
  readonly text: string;
}

/** An event as text of a stream. */
export function eventText(name: string, data: unknown, id?: number): string {
  const number = id === undefined ? '' : `id: ${id}\n`;
  return `${number}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Some events of a log, one after the other. */
export interface Excerpt {
  /** Number of the last of them; the requested number when there are none. */
  readonly last: number;
  /** As server-sent events. */
  readonly content: Buffer;
  /** Whether nothing between the requested number and these is missing. */
  readonly isWhole: boolean;
  /** Whether the last one of the log is among them. */
  readonly hasEnd: boolean;
}

/** Events that are kept of a log, the latest. */
const KEPT = 10_000;
/** Most events of an excerpt. */
const TOGETHER = 100;
/** How long events are gathered before followers get them, in milliseconds: many go in one write. */
const PACE = 100;
/** More than these are sent at once, so that followers do not fall behind what is kept. */
const MOST_UNSENT = 1_000;

/** How a log works. */
export interface EventLogOptions<Event> {
  /** Gives an event as followers may read it. */
  readonly shown: (event: Event) => unknown;
  /** Whether an event `ended` is the last one; true by default. A log of many runs has no last one. */
  readonly ends?: boolean;
}

/** The latest events of one run, or of all, for those that follow. */
export class EventLog<Event extends { readonly kind: string }> {
  readonly #events: KeptEvent[] = [];
  readonly #changes = new EventEmitter().setMaxListeners(0);
  /** Numbers begin with the time, so that those of a run that is gone on with are higher than before. */
  #last = Date.now();
  #isOver = false;
  #isBrokenOff = false;
  /** Events that followers have not received yet. */
  #unsent = 0;
  #timer: NodeJS.Timeout | undefined;
  readonly #options: EventLogOptions<Event>;
  /** The latest excerpt: who follows live requests the same one as all the others. */
  #excerpt: (Excerpt & { readonly from: number }) | undefined;

  constructor(options: EventLogOptions<Event>) {
    this.#options = options;
  }

  /** Whether its last event has come. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Whether no more events come although the run has not ended: another process continues it. */
  get isBrokenOff(): boolean {
    return this.#isBrokenOff;
  }

  /** Number of the latest event. */
  get last(): number {
    return this.#last;
  }

  /** Number of the event before the first that is kept. */
  get before(): number {
    return (this.#events[0]?.id ?? this.#last + 1) - 1;
  }

  /** Lets the followers go without an end of the run. */
  breakOff(): void {
    this.#isBrokenOff = true;
    this.#notify();
  }

  add(event: Event): void {
    this.#last += 1;
    const { kind } = event;
    const { shown, ends = true } = this.#options;
    this.#events.push({ id: this.#last, text: eventText(kind, shown(event), this.#last) });
    this.#isOver = ends && kind === 'ended';
    if (this.#events.length >= 2 * KEPT) {
      this.#events.splice(0, KEPT);
      this.dropped(KEPT);
    }
    this.#unsent += 1;
    if (this.#isOver || this.#unsent >= MOST_UNSENT) this.#notify();
    else this.#timer ??= setTimeout(() => this.#notify(), PACE);
  }

  /** Called with how many of the oldest events have just been dropped. */
  protected dropped(_count: number): void {}

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
    const first = this.before + 1;
    const isWhole = id <= this.#last && id + 1 >= first;
    // Numbers have no holes.
    const from = isWhole ? Math.min(id + 1, this.isOver ? this.#last : id + 1) : first;
    const to = Math.min(from + TOGETHER - 1, this.#last);
    const known = this.#excerpt;
    if (known?.from === from && known.last === to) return { ...known, isWhole };
    const events = this.#events.slice(from - first, to - first + 1);
    const excerpt = {
      last: Math.max(to, from - 1),
      content: Buffer.from(events.map(({ text }) => text).join('')),
      hasEnd: this.isOver && to === this.#last && events.length > 0,
    };
    this.#excerpt = { ...excerpt, from, isWhole };
    return { ...excerpt, isWhole };
  }

  /** Resolves some time after the next event has come; rejects when the signal aborts. */
  async changed(signal: AbortSignal): Promise<void> {
    await once(this.#changes, 'change', { signal });
  }
}
