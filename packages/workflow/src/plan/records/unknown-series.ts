import type { DataType, Market, SeriesId } from '@tapehaul/archive';
import { canExist, isByCombination, type PlanRequest } from '@tapehaul/planner';
import * as z from 'zod';
import type { VerdictRecord } from './verdict-record.ts';

/** Something that was requested, and of which the archive has nothing. */
export const unknownSeriesSchema = z
  .object({
    market: z.string(),
    symbol: z.string().nullable().describe('Null where the market has no such type or interval at all.'),
    data_types: z.array(z.string()).readonly().describe('The requested types of which nothing exists.'),
    reason: z.string(),
    likely: z
      .string()
      .nullable()
      .describe('The nearest listed name; null where none is near, or names could not be checked.'),
    message: z.string().describe('All of it as one sentence.'),
  })
  .readonly();

/** Something that was requested, and of which the archive has nothing. */
export type UnknownSeries = z.output<typeof unknownSeriesSchema>;

/** What is gathered of one symbol, or of a type that a market does not have. */
interface Gathered {
  readonly verdict: VerdictRecord;
  readonly isImpossible: boolean;
  readonly dataTypes: Set<string>;
}

/**
 * What a request names, and the archive has nothing of, by the verdicts of its plan; in their order, each once. What only
 * results from the combination of markets and types, such as funding rates of spot in a request that also names futures, is left out.
 */
export function unknownSeries(request: PlanRequest, verdicts: Iterable<VerdictRecord>): UnknownSeries[] {
  const gathered = new Map<string, Gathered>();
  for (const verdict of verdicts) {
    if (verdict.verdict !== 'never_existed') continue;
    const series = seriesOf(verdict);
    if (isByCombination(request, series)) continue;
    const isImpossible = !canExist({ ...series, symbol: '*' }, request);
    const name = `${verdict.market} ${isImpossible ? verdict.reason : verdict.symbol}`;
    const known = gathered.get(name) ?? { verdict, isImpossible, dataTypes: new Set() };
    known.dataTypes.add(verdict.data_type);
    gathered.set(name, known);
  }
  return [...gathered.values()].map((one) => recordOf(request, one));
}

function recordOf(request: PlanRequest, { verdict, isImpossible, dataTypes }: Gathered): UnknownSeries {
  const { market, symbol, reason, likely = null } = verdict;
  const types = [...dataTypes];
  const shared = { market, data_types: types, reason, likely };
  if (isImpossible) return { ...shared, symbol: null, message: reason };
  const isListed = canExist(seriesOf(verdict), request) && !/[*?]/.test(symbol);
  const what = types.length < request.data_types.length ? `${types.join(', ')} files` : 'files';
  const said = isListed ? `no ${what} in ${market}` : reason;
  const meant = likely === null ? '' : `; did you mean ${likely}?`;
  return { ...shared, symbol, message: `${symbol}: ${said}${meant}` };
}

/** The series of a verdict; a name that the archive of this version does not know cannot exist in it. */
function seriesOf({ market, data_type, symbol, interval }: VerdictRecord): SeriesId {
  return {
    market: market as Market,
    dataType: data_type as DataType,
    symbol,
    interval: interval as SeriesId['interval'],
  };
}
