import { counted, grouped, nearest, TapehaulError } from '@tapehaul/errors';
import {
  type CatalogReader,
  closeQuietly,
  countPartitions,
  type FindingsRequest,
  findTables,
  formatSeries,
  openRecord,
  type PartitionCounts,
  ROW_RULES,
  type RowFindingRecord,
  type RuleSummary,
  requestedFindings,
  type Severity,
  summarizeFindings,
} from '@tapehaul/workflow';
import type { RequestFlags } from '../../options/request-flags.ts';
import { tablesConfig, tablesDirectory } from '../../options/tables/tables-config.ts';
import { fitted } from '../../show/fitted.ts';
import { print, printJson } from '../../show/print.ts';
import { shellWord } from '../../show/shell-word.ts';
import { FINDINGS_HEADER, findingLine, RULES_HEADER, ruleLine } from '../../show/tables/findings-csv.ts';
import { findingsText, foundText, rulesText } from '../../show/tables/findings-text.ts';
import { microsecondText } from '../../show/tables/microsecond-text.ts';
import { nothingBuilt } from '../../show/tables/nothing-built.ts';

/** Options of `tapehaul tables check`. */
export interface CheckOptions extends Omit<RequestFlags, 'dir'> {
  readonly rule?: string;
  readonly severity?: Severity;
  /** Each finding, in place of the rules. */
  readonly rows?: boolean;
  readonly format?: 'table' | 'csv' | 'json';
  readonly json?: boolean;
}

/** Findings that people are shown. */
const SHOWN = 50;

const NOTHING = 'Nothing was found in the rows of these tables.';

/** How an answer is given. */
interface Answer {
  readonly rows: boolean;
  readonly format: 'table' | 'csv' | 'json';
  readonly root: string;
  /** The sentence for people where there is no finding. */
  readonly nothing: string;
}

/**
 * Lists what was found in the rows of the tables that are built, from the record, and gives the exit status. Rejects with a TapehaulError
 * for a rule that does not exist, and where nothing that is requested was built.
 */
export async function check(directory: string | undefined, options: CheckOptions): Promise<number> {
  const { rule, severity, rows = false, json = false, format = 'table', ...flags } = options;
  if (rule !== undefined) refuseUnknown(rule);
  const root = tablesDirectory(directory);
  const request = tablesConfig(root, flags);
  const record = await openRecord(root);
  try {
    const counts = await countPartitions(record, request);
    if (counts.partitions === 0)
      throw nothingBuilt(root, (await findTables(root, tablesConfig(root, {}))).series);
    if (counts.unchecked > 0) process.stderr.write(uncheckedText(counts, root));
    const nothing = counts.unchecked > 0 ? 'No finding is recorded.' : NOTHING;
    const answer = { rows, format: json ? 'json' : format, root, nothing } as const;
    await list(record, { request, rule, severity }, answer);
  } finally {
    await closeQuietly(record);
  }
  return 0;
}

/** Says that findings are missing from the answer. */
function uncheckedText({ partitions, unchecked }: PartitionCounts, root: string): string {
  return (
    `tapehaul: what is wrong with the rows of ${grouped(unchecked)} of ${counted(partitions, 'partition')} is not known: ` +
    'the record was rebuilt, or their files have changed\n' +
    `Check their rows again: tapehaul tables build ${shellWord(root)}\n`
  );
}

async function list(record: CatalogReader, request: FindingsRequest, answer: Answer): Promise<void> {
  const { rows, format } = answer;
  const findings = requestedFindings(record, request);
  if (rows && format === 'table')
    return listSome(request.rule === undefined ? withoutUsual(findings) : findings, answer);
  if (rows) {
    if (format === 'csv') print(FINDINGS_HEADER);
    for await (const finding of findings) {
      if (format === 'csv') print(findingLine(finding));
      else printJson(findingJson(finding));
    }
    return;
  }
  const rules = await summarizeFindings(findings);
  if (format === 'csv') for (const line of [RULES_HEADER, ...rules.map(ruleLine)]) print(line);
  else if (format === 'json') for (const summary of rules) printJson({ kind: 'table_rule', ...summary });
  else listRules(rules, request, answer);
}

/** Lists rules for people; of those that most partitions break, their counts alone unless they are requested. */
function listRules(all: readonly RuleSummary[], request: FindingsRequest, { root, nothing }: Answer): void {
  const usual = request.rule === undefined ? all.filter(isUsual) : [];
  const rules = all.filter((rule) => !usual.includes(rule));
  if (rules.length === 0) print(nothing);
  else {
    print(rulesText(rules));
    print(
      fitted(`\n${foundText(rules)}; --rows lists each: tapehaul tables check ${shellWord(root)} --rows`),
    );
  }
  for (const { rule, count, counts, series } of usual)
    print(fitted(`Counted apart: ${rule}, ${grouped(count)} ${counts} of ${series} series; --rule ${rule}`));
}

/** Whether most partitions break a rule, which says nothing of their rows. */
function isUsual({ rule }: { readonly rule: string }): boolean {
  return ROW_RULES.find(({ name }) => name === rule)?.usual === true;
}

async function* withoutUsual(
  findings: AsyncIterable<RowFindingRecord>,
): AsyncGenerator<RowFindingRecord, void, undefined> {
  for await (const finding of findings) if (!isUsual(finding)) yield finding;
}

async function listSome(findings: AsyncIterable<RowFindingRecord>, { nothing }: Answer): Promise<void> {
  const shown: RowFindingRecord[] = [];
  for await (const finding of findings) {
    if (shown.length === SHOWN) {
      print(findingsText(shown));
      return print(fitted(`\nThese are the first ${SHOWN}; --format csv lists all.`));
    }
    shown.push(finding);
  }
  print(shown.length === 0 ? nothing : findingsText(shown));
}

function findingJson({ series, path, first, last, ...finding }: RowFindingRecord): object {
  const timeOf = (time: number | null): string | null => (time === null ? null : microsecondText(time));
  const times = { first: timeOf(first), last: timeOf(last) };
  return { kind: 'table_finding', series: formatSeries(series), ...finding, ...times, partition: path };
}

function refuseUnknown(rule: string): void {
  const names = ROW_RULES.map(({ name }) => name);
  if (names.includes(rule)) return;
  const likely = nearest(rule, names);
  throw new TapehaulError('config_invalid', `--rule is "${rule}", which is not the name of a rule`, {
    facts: { rule, rules: names },
    hint: likely === undefined ? `Rules are ${names.join(', ')}.` : `Did you mean ${likely}?`,
  });
}
