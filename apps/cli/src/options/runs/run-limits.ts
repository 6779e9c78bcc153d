import { TapehaulError, timerTime } from '@tapehaul/errors';
import type { WorkflowEvent } from '@tapehaul/workflow';

/** How much a run may do before it stops by itself. */
export interface LimitOptions {
  /** Longest time, such as `90s`, `30m` or `2h`. */
  readonly maxDuration?: string;
  /** Most bytes of files fetched, such as `500M` or `20G`. */
  readonly maxTransfer?: string;
}

/** Most bytes a second that `--max-rate` means, such as `500K` or `20M`; undefined without it. Throws as {@link RunLimits} does. */
export function bytesPerSecond(maxRate: string | undefined): number | undefined {
  return maxRate === undefined ? undefined : Math.round(sized('--max-rate', maxRate, BYTES));
}

/** Stops a run gently once it has reached a limit; files in progress may finish. */
export class RunLimits {
  readonly #stop: (reason: TapehaulError) => void;
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #most: number;
  readonly #mostText: string;
  #fetched = 0;
  #inPlace: number | undefined;
  reached = false;

  /** Throws a TapehaulError `config_invalid` for a limit of another form. */
  constructor({ maxDuration, maxTransfer }: LimitOptions, stop: (reason: TapehaulError) => void) {
    this.#stop = stop;
    this.#mostText = maxTransfer ?? '';
    this.#most =
      maxTransfer === undefined ? Number.POSITIVE_INFINITY : sized('--max-transfer', maxTransfer, BYTES);
    if (maxDuration === undefined) return;
    const milliseconds = sized('--max-duration', maxDuration, SECONDS) * 1_000;
    this.#timer = setTimeout(() => this.#reach(`--max-duration ${maxDuration}`), timerTime(milliseconds));
  }

  receive(event: WorkflowEvent): void {
    if (event.kind === 'fleet') this.#fleet(event.bytes);
    if (event.kind !== 'file' || event.status === 'cached' || event.status === 'absent') return;
    this.#fetch(event.bytes);
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  /** Takes the bytes that are in place of a run on a fleet; what was there when it began was not fetched. */
  #fleet(bytes: number): void {
    this.#inPlace ??= bytes;
    this.#fetch(bytes - this.#inPlace);
    this.#inPlace = bytes;
  }

  #fetch(bytes: number): void {
    this.#fetched += bytes;
    if (this.#fetched >= this.#most) this.#reach(`--max-transfer ${this.#mostText}`);
  }

  #reach(limit: string): void {
    if (this.reached) return;
    this.reached = true;
    this.#stop(
      new TapehaulError('cancelled', `${limit} is reached`, {
        facts: { limit, exit_status: TEMPORARY },
        hint: 'Continue with tapehaul resume.',
      }),
    );
  }
}

/** Exit status of what may be gone on with. */
const TEMPORARY = 5;
const SECONDS = { s: 1, m: 60, h: 3_600 } as const;
const BYTES = { K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 } as const;

function sized(option: string, text: string, units: Readonly<Record<string, number>>): number {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)([a-zA-Z])$/.exec(text) ?? [];
  const factor = units[unit];
  if (number !== undefined && factor !== undefined) return Number(number) * factor;
  const expected = Object.keys(units).map((one) => `${option} 10${one}`);
  throw new TapehaulError('config_invalid', `${option} is "${text}", expected a number with a unit`, {
    hint: `For example: ${expected.join(', ')}.`,
  });
}
