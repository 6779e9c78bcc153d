import { utcDay } from '@tapehaul/archive';
import { type CollectionConfig, isPattern } from '@tapehaul/config';
import type { Problem } from '@tapehaul/errors';
import { namesFor, type PlanRequest, plan } from '@tapehaul/planner';
import { type UnknownSeries, unknownSeries } from './unknown-series.ts';
import { type VerdictRecord, verdictRecord } from './verdict-record.ts';

/** Most series that are checked: a request may name a hundred thousand symbols. */
const MOST_SERIES = 20_000;

/**
 * What a request names and the archive is known not to have, without reading the archive: symbols and intervals that its matrix
 * rules out, and types that ended before the last requested day. A symbol that the matrix allows may still not exist: only a
 * listing shows that, in a plan.
 */
export function requestWarnings(config: CollectionConfig, today: string = utcDay()): Problem[] {
  return [...unknownWarnings(config, today), ...endedWarnings(config, today)];
}

/** What does not exist, by a plan of one day: what can exist does not depend on the days. */
function unknownWarnings(config: CollectionConfig, today: string): Problem[] {
  const { start } = config.date_range;
  const request: PlanRequest = { ...config, date_range: { start, end: start } };
  const verdicts: VerdictRecord[] = [];
  let series = 0;
  for (const answer of plan(request, { today })) {
    series += 1;
    if (series > MOST_SERIES) break;
    // Whether a pattern fits anything is known to a listing alone.
    if (answer.kind !== 'verdict' || answer.verdict !== 'never_existed' || isPattern(answer.series.symbol))
      continue;
    verdicts.push(verdictRecord(answer));
  }
  return unknownSeries(config, verdicts).map((unknown) => problemOf(unknown, config));
}

function problemOf(unknown: UnknownSeries, { symbols, data_types }: CollectionConfig): Problem {
  const { market, symbol, likely, message } = unknown;
  const meant = likely === null ? {} : { suggestion: likely };
  const type = data_types.map(String).indexOf(unknown.data_types[0] ?? '');
  if (symbol === null) return { path: `data_types[${type}]`, message };
  const isList = Array.isArray(symbols);
  const names = isList ? symbols : Object.entries(symbols).find(([name]) => name === market)?.[1];
  const place = `${isList ? 'symbols' : `symbols.${market}`}[${names?.indexOf(symbol) ?? 0}]`;
  const reason = message.replace(`${symbol}: `, '').replace(/; did you mean .*$/, '');
  return { path: place, message: `got ${JSON.stringify(symbol)}: ${reason}`, ...meant };
}

/**
 * Types that ended before the last requested day, by one symbol of each market. Intervals of a candle type are named where the request
 * names them; where it takes all that exist, one that ended is no surprise while others continue.
 */
function endedWarnings(config: CollectionConfig, today: string): Problem[] {
  const firsts = config.markets.flatMap((market) => {
    const [first] = namesFor(config, market).filter((name) => !isPattern(name));
    return first === undefined ? [] : [[market, [first]] as const];
  });
  const markets = firsts.map(([market]) => market);
  if (markets.length === 0) return [];
  const request: PlanRequest = { ...config, markets, symbols: Object.fromEntries(firsts) };
  const reasons = new Map<string, { readonly problem: Problem; readonly type: string }>();
  const alive = new Set<string>();
  for (const answer of plan(request, { today })) {
    if (answer.kind === 'object') alive.add(`${answer.object.market} ${answer.object.dataType}`);
    if (answer.kind !== 'verdict' || answer.verdict !== 'type_ended') continue;
    const { market, dataType, interval } = answer.series;
    const named = config.intervals === undefined || interval === null ? '' : ` ${interval}`;
    const type = `${market} ${dataType}`;
    if (reasons.has(type + named)) continue;
    const at = config.data_types.indexOf(dataType);
    const message = `${market} has no ${dataType}${named} from ${answer.first} on: ${answer.reason}`;
    reasons.set(type + named, { type, problem: { path: `data_types[${at}]`, message } });
  }
  const isSaid = ({ type }: { readonly type: string }): boolean =>
    config.intervals !== undefined || !alive.has(type);
  return [...reasons.values()].filter(isSaid).map(({ problem }) => problem);
}
