import type { RowChecker } from '../row-checker.ts';
import type { RowFinding } from '../row-finding.ts';
import { type CheckedSource, optionalPosition, positionOf } from './checked-source.ts';
import { TradeFlow } from './trade-flow.ts';

/** Decimals that quote quantities have at most. */
const MOST_DECIMALS = 8;

/** Checks single trades. */
export class TradeChecker implements RowChecker {
  readonly #flow: TradeFlow;
  readonly #time: number;
  readonly #price: number;
  readonly #quantity: number;
  /** -1 where the market has no quote quantity, as futures_cm. */
  readonly #quote: number;

  constructor(source: CheckedSource) {
    const { market } = source.series;
    this.#flow = new TradeFlow(source, { id: 'id', time: 'time', quantity: 'qty' }, market === 'futures_um');
    this.#time = positionOf(source, 'time');
    this.#price = positionOf(source, 'price');
    this.#quantity = positionOf(source, 'qty');
    this.#quote = market === 'futures_cm' ? -1 : optionalPosition(source, 'quote_qty');
  }

  row(values: Float64Array): void {
    this.#flow.row(values);
    if (this.#quote === -1) return;
    const quote = values[this.#quote] ?? Number.NaN;
    const product = (values[this.#price] ?? Number.NaN) * (values[this.#quantity] ?? Number.NaN);
    // Nearly all rows pass here; only the others pay for counting decimals.
    if (Math.abs(quote - product) > 1e-9 * product && !isRounded(quote, product)) {
      this.#flow.log.row('quote_qty', values[this.#time] ?? Number.NaN, values);
    }
  }

  end(): readonly RowFinding[] {
    return this.#flow.end();
  }
}

/** Whether the quote is the product, rounded or cut to the decimals that the quote has. */
function isRounded(quote: number, product: number): boolean {
  let decimals = 0;
  while (
    decimals < MOST_DECIMALS &&
    Math.abs(quote * 10 ** decimals - Math.round(quote * 10 ** decimals)) > 1e-6
  )
    decimals++;
  return Math.abs(quote - product) <= 1.0001 * 10 ** -decimals;
}
