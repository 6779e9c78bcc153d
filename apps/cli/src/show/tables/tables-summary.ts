import { counted, grouped, visibleScreen } from '@tapehaul/errors';
import { rowRule, type TablesResult, type TablesSummary } from '@tapehaul/workflow';
import prettyBytes from 'pretty-bytes';
import { duration } from '../figures.ts';
import { failureAdviceLines } from '../folded.ts';
import { section } from '../section.ts';
import { shellWord } from '../shell-word.ts';

/**
 * The summary of a build of tables, or of a check of their rows: what was built, what was found, what to do next. `compare` are lines
 * about months to compare.
 */
export function tablesSummary(result: TablesResult, seconds: number, compare: readonly string[]): string {
  const { run_id, storage, manifest } = result;
  const lines = [
    '',
    `${titleOf(result)} in ${duration(seconds)}${run_id === null ? '' : ` (run ${run_id})`}`,
    ...tableLines(result),
    ...failureLines(result),
    ...findingLines(result),
    ...leftOutLines(result),
    ...(result.error === null || result.status === 'cancelled'
      ? []
      : ['', `${result.error.message} [${result.error.code}]`, result.error.hint ?? '']),
    ...(run_id === null
      ? []
      : ['', `tables  ${storage.replace(/\/$/, '')}/silver/binance`, `list    ${manifest}`]),
    ...readLines(result),
    ...nextLines(result),
    ...(result.status === 'completed' ? compare : []),
  ];
  return visibleScreen(lines.join('\n'));
}

/** What was built, a line for each fact. */
export function tableLines(tables: TablesSummary): string[] {
  const { partitions, months, failed_months, up_to_date, without_sources, rows, bytes } = tables;
  const usual = tables.findings.filter(isUsual).reduce((sum, { count }) => sum + count, 0);
  const built =
    partitions === 0 ? 'nothing built' : `${counted(partitions, 'partition')}, ${counted(rows, 'row')}`;
  return [
    `  tables      ${built}${bytes === 0 ? '' : `, ${prettyBytes(bytes)}`}${months === 0 ? '' : `, of ${counted(months, 'month')}`}`,
    ...line('up to date', up_to_date, counted(up_to_date, 'partition')),
    ...line(
      'kept',
      without_sources,
      `${counted(without_sources, 'partition')} with rows of files that are no longer held`,
    ),
    ...line(
      'left out',
      tables.without_digest.files,
      `${counted(tables.without_digest.files, 'file')} of which no digest is recorded`,
    ),
    ...line(
      'broken',
      tables.broken.files,
      `${counted(tables.broken.files, 'file')} left out, not read again until it changes`,
    ),
    ...line(
      'duplicates',
      tables.duplicates,
      `${counted(tables.duplicates, 'row')} left out, equal to one that is kept`,
    ),
    ...line(
      'inexact',
      tables.inexact_values,
      `${counted(tables.inexact_values, 'value')} that a double cannot hold; numbers decimal keeps them`,
    ),
    ...line('unchecked', usual, `${counted(usual, 'row')} of monthly files without a daily file to compare`),
    ...line('failed', failed_months, counted(failed_months, 'month')),
  ];
}

/** Why months failed. */
export function failureLines({ failures }: TablesSummary): string[] {
  return [
    ...section(
      'Tables that could not be built',
      failures.map(({ series, month, error }) => `${series}, ${month}: ${error.message}`),
    ),
    ...section('What to do about them', failureAdviceLines(failures)),
  ];
}

/** Held files that took no part, and what to do about them. */
export function leftOutLines({ without_digest, broken }: TablesSummary): string[] {
  const again = 'repeat the collection of these days with --set force_redownload=true.';
  return [
    ...(without_digest.files === 0
      ? []
      : [
          ...section(
            'Held files that took no part: no digest of them is recorded, so nothing proves them',
            without_digest.keys,
          ),
          `Fetch them again: ${again}`,
        ]),
    ...(broken.files === 0
      ? []
      : [
          ...section('Held files that took no part: they were found to be broken before', broken.keys),
          `To fetch them again, ${again} --rebuild reads them as they are.`,
        ]),
  ];
}

/** What was found in rows, a line for each rule. */
export function findingLines({ findings: all }: TablesSummary): string[] {
  const findings = all.filter((finding) => !isUsual(finding));
  const width = Math.max(...findings.map(({ rule }) => rule.length));
  return section(
    'Found in the rows',
    findings.map(({ rule, severity, findings: times, count }) => {
      const { counts = '', meaning = '' } = rowRule(rule) ?? {};
      const many = counts === '' ? grouped(count) : `${grouped(count)} ${counts}`;
      return `${severity.padEnd(5)}  ${rule.padEnd(width)}  ${counted(times, 'finding')}, ${many}${meaning === '' ? '' : `: ${meaning}`}`;
    }),
  );
}

/** Whether most partitions break a rule, so that it is counted apart. */
function isUsual({ rule }: TablesSummary['findings'][number]): boolean {
  return rowRule(rule)?.usual === true;
}

function line(label: string, count: number, text: string): string[] {
  return count === 0 ? [] : [`  ${label.padEnd(11)} ${text}`];
}

function titleOf({ status, run_id, partitions, error }: TablesResult): string {
  if (status === 'cancelled' && error !== null) return `Stopped (${error.message})`;
  if (status === 'failed') return 'Failed';
  if (status === 'completed_with_failures') return 'Completed, but not every month was whole,';
  if (run_id === null) return 'Rows checked, nothing was written,';
  return partitions === 0 ? 'Nothing to build, checked' : 'Tables built';
}

/** How to read what stands. */
function readLines({ run_id, partitions, up_to_date, output_directory }: TablesResult): string[] {
  if (run_id === null || partitions + up_to_date === 0) return [];
  return [
    `read    tapehaul tables views ${shellWord(output_directory)} --for duckdb (or polars, pandas, freqtrade)`,
  ];
}

function nextLines(result: TablesResult): string[] {
  const { status, output_directory, failed_months } = result;
  const directory = shellWord(output_directory);
  return [
    ...(status === 'cancelled' ? [`next    tapehaul tables build ${directory}`] : []),
    ...(failed_months === 0
      ? []
      : [`next    tapehaul verify ${directory}, collect again, then tapehaul tables build ${directory}`]),
  ];
}
