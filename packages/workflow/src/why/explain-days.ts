import { dayNumber, formatSeries, type SeriesParts, utcDay } from '@tapehaul/archive';
import type { CatalogReader, FindingDay } from '@tapehaul/catalog';
import { DAY_STATE_SPECS, type DaySpan, daySpans } from '@tapehaul/coverage';
import { readDayFacts } from './day-facts.ts';
import { dayReport } from './day-report.ts';
import { namedSeries } from './named-series.ts';
import type { WhyReport } from './why-report.ts';
import { whySubject } from './why-subject.ts';

/**
 * Says all that a record knows of some days of a series: the state of each day, and of the first that is missing (else not held, else with findings in its rows, else known) whether it was requested,
 * what the archive answered and when, what is held, whether it will come and what to do. `words` are parts of the name of a
 * series and a day, a month or a range of days, such as `BTCUSDT`, `1h`, `2025-06-14`; or one key, or the path of a file. Sends
 * no request. Rejects with a TapehaulError `config_invalid` when that means no series, or several, of which something is
 * recorded. `today` is a UTC day.
 */
export async function explainDays(
  record: CatalogReader,
  words: readonly string[],
  today: string = utcDay(),
): Promise<WhyReport> {
  const subject = whySubject(words);
  const { first, last } = subject;
  const series = await namedSeries(record, subject.series ? partsOf(subject.series) : subject.words);
  const codes = await codesOf(record, series, first, last);
  const spans = [...daySpans({ first, codes })].map((span) => {
    return { ...span, meaning: DAY_STATE_SPECS[span.state].meaning };
  });
  const name = formatSeries(series);
  const finding_days = [...((await record.findingDays([series], { from: first, to: last })).get(name) ?? [])];
  const explained = dayToExplain(spans, finding_days, first);
  const day = dayReport(await readDayFacts(record, series, explained), today);
  return { series: name, first, last, spans, finding_days, day };
}

/** The day of a range that a person asks about: the first that is missing, else the first that is not held yet, else the first with rows that are wrong or missing, else the first that is known. */
function dayToExplain(spans: readonly DaySpan[], findings: readonly FindingDay[], first: string): string {
  const specs = spans.map((span) => ({ first: span.first, ...DAY_STATE_SPECS[span.state] }));
  const open = specs.filter(({ expected, held }) => expected && !held);
  const known = spans.find(({ state }) => state !== 'unknown');
  const found = findings.find(({ severity }) => severity !== 'note');
  const missing = open.find(({ fault }) => fault !== 'time') ?? open[0];
  return missing?.first ?? found?.day ?? known?.first ?? first;
}

function partsOf(series: SeriesParts): string[] {
  return formatSeries(series).split('/');
}

/** The code of each day in a range, also of those outside of what is known. */
async function codesOf(
  record: CatalogReader,
  series: SeriesParts,
  first: string,
  last: string,
): Promise<Uint8Array> {
  const codes = new Uint8Array(dayNumber(last) - dayNumber(first) + 1);
  const known = await record.cellsOf(series, { from: first, to: last });
  if (known !== undefined) codes.set(known.codes, dayNumber(known.first) - dayNumber(first));
  return codes;
}
