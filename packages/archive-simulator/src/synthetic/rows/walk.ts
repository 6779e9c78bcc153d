import { unit } from './random.ts';

const DAY = 86_400_000;
const SLOWEST = 400 * DAY;
const OCTAVES = 12;

/**
 * A random walk that is known at every instant without walking there, so that files of any period, interval
 * and partition agree: noise of 12 scales from 400 days down to 8 s, each a quarter as long and half as
 * high as the one before, as in Brownian motion.
 */
export class Walk {
  readonly #seeds: readonly number[];
  /** Per octave: the cell that was last read, and the noise at its two ends. */
  readonly #cells = new Float64Array(OCTAVES).fill(Number.NaN);
  readonly #left = new Float64Array(OCTAVES);
  readonly #right = new Float64Array(OCTAVES);

  constructor(seed: number) {
    this.#seeds = Array.from({ length: OCTAVES }, (_, octave) => Math.imul(seed + octave, 0x9e37_79b1));
  }

  /** Height at a time in milliseconds, from -1 to 1. */
  at(time: number): number {
    let height = 0;
    let scale = SLOWEST;
    let amplitude = 0.5;
    for (let octave = 0; octave < OCTAVES; octave++) {
      const position = time / scale;
      const cell = Math.floor(position);
      this.#enter(octave, cell);
      const left = this.#left[octave] ?? 0;
      const right = this.#right[octave] ?? 0;
      height += amplitude * (left + (right - left) * (position - cell));
      scale /= 4;
      amplitude /= 2;
    }
    return height;
  }

  #enter(octave: number, cell: number): void {
    const known = this.#cells[octave];
    if (known === cell) return;
    const seed = this.#seeds[octave] ?? 0;
    this.#left[octave] = known === cell - 1 ? (this.#right[octave] ?? 0) : 2 * unit(seed, cell) - 1;
    this.#right[octave] = 2 * unit(seed, cell + 1) - 1;
    this.#cells[octave] = cell;
  }

  /** How far the walk typically strays within a span of milliseconds. */
  static spread(span: number): number {
    return 0.5 * Math.sqrt(span / SLOWEST);
  }
}
