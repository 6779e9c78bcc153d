import type { RowFinding } from '../row-finding.ts';
import { DayWatch } from '../watch/day-watch.ts';
import type { FindingLog } from '../watch/finding-log.ts';
import { FEW_IDS, type NumberHole, NumberHoles } from '../watch/number-holes.ts';
import { type CheckedSource, checkSetup, positionOf } from './checked-source.ts';

/** A day with fewer rows may have takers of one side only. */
const MANY_ROWS = 1000;
const MAKER_SHARES = { least: 0.02, most: 0.98 };

/** What trades and aggregated trades have in common: ids without holes, prices, quantities, makers and days. */
export class TradeFlow {
  readonly log: FindingLog;
  readonly #days: DayWatch;
  readonly #ids: NumberHoles;
  readonly #fewMayLack: boolean;
  readonly #id: number;
  readonly #time: number;
  readonly #price: number;
  readonly #quantity: number;
  readonly #maker: number;

  /** @param fewMayLack whether a few missing ids are usual. */
  constructor(
    source: CheckedSource,
    names: { id: string; time: string; quantity: string },
    fewMayLack: boolean,
  ) {
    const { log, span } = checkSetup(source);
    this.log = log;
    this.#days = new DayWatch(log, span, false);
    this.#fewMayLack = fewMayLack;
    this.#ids = new NumberHoles((hole) => this.#report(hole));
    this.#id = positionOf(source, names.id);
    this.#time = positionOf(source, names.time);
    this.#price = positionOf(source, 'price');
    this.#quantity = positionOf(source, names.quantity);
    this.#maker = positionOf(source, 'is_buyer_maker');
  }

  /** Whether the id of the row is the one after the highest so far. */
  row(values: Float64Array): boolean {
    const time = values[this.#time] ?? Number.NaN;
    const day = this.#days.row(time);
    if (values[this.#maker] === 1) day.makers++;
    if (!((values[this.#price] ?? 0) > 0 && (values[this.#quantity] ?? 0) > 0))
      this.log.row('not_positive', time, values);
    return this.#ids.add(values[this.#id] ?? Number.NaN, time);
  }

  end(): readonly RowFinding[] {
    this.#ids.end();
    for (const { rows, makers, first, last } of this.#days.end()) {
      const share = makers / rows;
      if (rows > MANY_ROWS && (share < MAKER_SHARES.least || share > MAKER_SHARES.most)) {
        this.log.fold('maker_share', first, last, rows).sample =
          `is_buyer_maker is set in ${makers} of ${rows} rows`;
      }
    }
    return this.log.end();
  }

  #report({ from, to, before, after }: NumberHole): void {
    const count = to - from + 1;
    if (this.#fewMayLack && count <= FEW_IDS) this.log.fold('id_hole_small', before, after, count);
    else this.log.run('id_hole', before, after, count, count === 1 ? `id ${from}` : `ids ${from} to ${to}`);
  }
}
