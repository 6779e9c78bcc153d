import type { RowChecker } from '../row-checker.ts';
import type { RowFinding } from '../row-finding.ts';
import { FEW_IDS } from '../watch/number-holes.ts';
import { type CheckedSource, positionOf } from './checked-source.ts';
import { TradeFlow } from './trade-flow.ts';

/** Checks aggregated trades: their own ids, and the ids of the single trades that they stand for. */
export class AggTradeChecker implements RowChecker {
  readonly #flow: TradeFlow;
  readonly #fewMayLack: boolean;
  readonly #id: number;
  readonly #time: number;
  readonly #firstTrade: number;
  readonly #lastTrade: number;
  #previousId = Number.NaN;
  #previousTime = Number.NaN;
  #previousLastTrade = Number.NaN;

  constructor(source: CheckedSource) {
    this.#flow = new TradeFlow(
      source,
      { id: 'agg_trade_id', time: 'transact_time', quantity: 'quantity' },
      false,
    );
    this.#fewMayLack = source.series.market === 'futures_um';
    this.#id = positionOf(source, 'agg_trade_id');
    this.#time = positionOf(source, 'transact_time');
    this.#firstTrade = positionOf(source, 'first_trade_id');
    this.#lastTrade = positionOf(source, 'last_trade_id');
  }

  row(values: Float64Array): void {
    this.#flow.row(values);
    const id = values[this.#id] ?? Number.NaN;
    const time = values[this.#time] ?? Number.NaN;
    const first = values[this.#firstTrade] ?? Number.NaN;
    const last = values[this.#lastTrade] ?? Number.NaN;
    const step = id === this.#previousId + 1 ? first - this.#previousLastTrade : 1;
    if (last < first || step < 1) this.#flow.log.row('trade_id_order', time, values);
    else if (step > 1) this.#hole(step - 1, first, time);
    // Of rows with one id, the highest trade counts: another one is reported as a conflict of keys (#353).
    this.#previousLastTrade =
      id === this.#previousId && this.#previousLastTrade > last ? this.#previousLastTrade : last;
    this.#previousId = id;
    this.#previousTime = time;
  }

  end(): readonly RowFinding[] {
    return this.#flow.end();
  }

  #hole(count: number, next: number, time: number): void {
    const { log } = this.#flow;
    if (this.#fewMayLack && count <= FEW_IDS)
      log.fold('trade_id_hole_small', this.#previousTime, time, count);
    else
      log.run('trade_id_hole', this.#previousTime, time, count, `trade ids ${next - count} to ${next - 1}`);
  }
}
