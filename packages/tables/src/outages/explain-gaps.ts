import type { RowFinding } from '../rules/row-finding.ts';
import { VENUE_OUTAGES } from './venue-outages.ts';

/** Rules that rows can break while there was no trading. Ids have no hole after an outage, so that one never explains a hole in ids. */
const EXPLAINABLE: ReadonlySet<string> = new Set(['day_missing', 'short_day', 'missing_rows', 'silence']);
/** Microseconds: rows right before and after an outage may come some minutes apart. */
const TOLERANCE = 5 * 60 * 1e6;

/** Spans in microseconds since 1970 UTC, by market. */
const SPANS = VENUE_OUTAGES.map(({ market, from, to }) => ({
  market,
  from: Date.parse(from) * 1000 - TOLERANCE,
  to: Date.parse(to) * 1000 + TOLERANCE,
}));

/**
 * The same findings, where gaps that lie within a known outage of the market have the rule `venue_outage`; their counts stay. A gap may
 * exceed the outage by five minutes at both ends.
 */
export function explainGaps(findings: readonly RowFinding[], market: string): readonly RowFinding[] {
  return findings.map((finding) =>
    isExplained(finding, market) ? { ...finding, rule: 'venue_outage', severity: 'note' } : finding,
  );
}

function isExplained({ rule, first, last }: RowFinding, market: string): boolean {
  if (!EXPLAINABLE.has(rule) || first === null || last === null) return false;
  return SPANS.some((span) => span.market === market && first >= span.from && last <= span.to);
}
