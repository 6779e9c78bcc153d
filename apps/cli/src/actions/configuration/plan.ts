import { resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { counted, grouped, visible } from '@tapehaul/errors';
import { type PlanRecord, type PlanSummary, planCollection, whyUnusable } from '@tapehaul/workflow';
import prettyBytes from 'pretty-bytes';
import type { RequestFlags } from '../../options/request-flags.ts';
import { loadSettings, printWarnings, type SettingOptions } from '../../options/settings.ts';
import { stopOnSignals } from '../../process/signals.ts';
import { engineShares } from '../../progress/engines/engine-shares.ts';
import { settledText, unknownLines } from '../../progress/summary.ts';
import { MonthLines } from '../../show/coverage/month-lines.ts';
import { VerdictLines } from '../../show/coverage/verdict-lines.ts';
import { fitted } from '../../show/fitted.ts';
import { jsonLine, print } from '../../show/print.ts';
import { section } from '../../show/section.ts';
import { type Cell, type TableOptions, table } from '../../show/table.ts';

/** How a plan is shown. */
export interface PlanCommandOptions extends SettingOptions, RequestFlags {
  /** Records as JSON lines on stdout in place of text for people. */
  readonly json?: boolean;
  /** A line for each file. */
  readonly verbose?: boolean;
  /** Exit status 2 when there is something to do. */
  readonly detailedExitcode?: boolean;
}

/** Records after which signals get their turn. */
const TURN = 1_000;

/** Runs `tapehaul plan` and gives its exit status. Rejects with a TapehaulError when it cannot plan. */
export async function plan(configPath: string | undefined, options: PlanCommandOptions): Promise<number> {
  const settings = await loadSettings(configPath, options);
  printWarnings(settings);
  await warnOfDirectory(settings.config.output_directory);
  const { gently: signal, exitStatus, dispose } = stopOnSignals();
  const show = options.json === true ? jsonLines() : text(options);
  try {
    let todo = 0;
    let lacking = 0;
    let records = 0;
    for await (const record of planCollection(settings.config, { ...settings, signal })) {
      show(record);
      records += 1;
      if (records % TURN === 0) await setImmediate();
      if (signal.aborted) return stopped(exitStatus());
      if (record.kind !== 'summary') continue;
      todo = record.fetch_files;
      lacking = record.exit_code;
    }
    return options.detailedExitcode === true && todo > 0 ? 2 : lacking;
  } catch (error) {
    if (signal.aborted) return stopped(exitStatus());
    throw error;
  } finally {
    dispose();
  }
}

/** Warns of an output directory that collect would refuse; the plan itself needs none. */
async function warnOfDirectory(directory: string): Promise<void> {
  const why = await whyUnusable(directory);
  if (why === undefined) return;
  const text = `the output directory ${resolve(directory)} cannot be used: ${why}; collect will refuse it`;
  process.stderr.write(`warning  ${visible(text)}\n`);
}

/** Says that the plan is not whole, and gives the exit status. */
function stopped(status: number | undefined): number {
  process.stderr.write('Stopped: the plan is not complete. Nothing was written.\n');
  return status ?? 1;
}

function jsonLines(): (record: PlanRecord) => void {
  return (record) => void process.stdout.write(jsonLine(record));
}

/** Files of one market, type, interval and partition, by what is to be done about them. */
interface Row {
  readonly names: readonly string[];
  readonly counts: Record<'new' | 'replaced' | 'present' | 'corrupt' | 'gone' | 'disputed', number>;
}

function text({ verbose = false }: PlanCommandOptions): (record: PlanRecord) => void {
  const rows = new Map<string, Row>();
  const verdicts = new VerdictLines();
  const months = new MonthLines();
  return (record) => {
    if (record.kind === 'verdict') verdicts.add(record);
    else if (record.kind === 'object') {
      const names = [record.market, record.data_type, record.interval ?? '', record.partition];
      const row = rows.get(names.join()) ?? {
        names,
        counts: { new: 0, replaced: 0, present: 0, corrupt: 0, gone: 0, disputed: 0 },
      };
      row.counts[record.change] += 1;
      months.add(record);
      if (verbose) print(`${SIGNS[record.change]} ${visible(record.key)}`);
      rows.set(names.join(), row);
    } else if (record.kind === 'summary') {
      for (const { message } of record.warnings) process.stderr.write(`warning  ${visible(message)}\n`);
      process.stdout.write(
        report(record, [...rows.values()], {
          months: months.lines(),
          verdicts: verdicts.lines(record.unknown),
        }),
      );
    }
  };
}

/** Signs of what is to be done about a file, as `tapehaul plan --help` lists them. */
const SIGNS = { new: '+', replaced: '~', present: '=', corrupt: '!', gone: '-', disputed: '?' } as const;

/** Lines below the table of files. */
interface Notes {
  readonly months: readonly string[];
  readonly verdicts: readonly string[];
}

function report(summary: PlanSummary, rows: readonly Row[], { months, verdicts }: Notes): string {
  const isDisputed = rows.some(({ counts }) => counts.disputed > 0);
  const head = [
    'market',
    'type',
    'interval',
    'files',
    '+ new',
    '~ replaced',
    '= present',
    '! corrupt',
    '- gone',
    ...(isDisputed ? ['? disputed'] : []),
  ];
  const body = rows.map(({ names: [market = '', type = '', interval = '', partition = ''], counts }) => {
    const { new: added, replaced, present, corrupt, gone, disputed } = counts;
    const files = added + replaced + present + corrupt + disputed;
    const changes = [added, replaced, present, corrupt, gone, ...(isDisputed ? [disputed] : [])];
    return [market, type, `${interval} ${partition}`.trim(), files, ...changes];
  });
  const [, ...unknown] = unknownLines(summary.unknown);
  const lines = [
    ...unknown,
    ...(body.length === 0 ? [withoutFiles(summary)] : [table(...withoutEmpty(head, body))]),
    ...section('Months and their days', months),
    ...section('Not available', verdicts),
    '',
    ...forecast(summary),
  ];
  return `${fitted(lines.join('\n'))}\n`;
}

function withoutFiles({ settled }: PlanSummary): string {
  return settled.files === 0 ? 'The plan has no files.' : 'The plan has no files but those that are settled.';
}

/** Signs of what seldom happens: where there is no room, and none of that, their columns go. */
const SELDOM = ['- gone', '! corrupt', '~ replaced', '= present'];

function withoutEmpty(head: string[], body: Cell[][]): [string[], Cell[][], TableOptions] {
  return [head, body, { optional: SELDOM.filter((it) => body.every((row) => row[head.indexOf(it)] === 0)) }];
}

/** Entries of the archive's listing that are wrong, if there are any. */
function ignored({ listing_problems: { count, first } }: PlanSummary): string[] {
  if (count === 0) return [];
  const shown = first.map(({ key, message }) => `  ${visible(key)}: ${visible(message)}`);
  return [`Ignored   ${counted(count, 'wrong entry', 'wrong entries')} of the archive's listing:`, ...shown];
}

/** A warning where what is to be downloaded does not fit on the disk. */
function shortage({ disk_bytes, free_bytes, output_directory }: PlanSummary): string[] {
  if (free_bytes === null || disk_bytes <= free_bytes) return [];
  return [
    `Warning   only ${prettyBytes(free_bytes)} are free in ${output_directory}: collect will refuse.`,
    '          Free some space, request less, or use another output directory (--dir).',
  ];
}

/** What stands where nothing is to be downloaded. */
function standing({ changes: { disputed } }: PlanSummary): string {
  if (disputed === 0) return 'everything is in place.';
  const files =
    disputed === 1
      ? '1 file contradicts its checksum'
      : `${grouped(disputed)} files contradict their checksums`;
  return `everything else is in place; ${files} as before.`;
}

function forecast(summary: PlanSummary): string[] {
  const { settled } = summary;
  const known = settled.days === 0 ? [] : [`Settled   ${settledText(settled)}`];
  return [...costs(summary), ...known];
}

function costs(summary: PlanSummary): string[] {
  const { fetch_files, fetch_bytes, estimated_files, disk_bytes, requests, listing_requests } = summary;
  if (summary.files === 0 && summary.settled.files === 0)
    return ['Nothing to download: the archive has no files for this request.'];
  if (fetch_files === 0) return [`Nothing to download: ${standing(summary)}`];
  const about = estimated_files > 0 ? 'about ' : '';
  const exact = summary.planning === 'matrix' ? '; --set planning=auto reads the exact ones' : '';
  const guess = estimated_files > 0 ? ` (typical sizes of busy symbols${exact})` : '';
  const listed = listing_requests > 0 ? `, after ${counted(listing_requests, 'listing request')}` : '';
  return [
    `Download  ${counted(fetch_files, 'file')}, ${about}${prettyBytes(fetch_bytes)}${guess}`,
    summary.storage === summary.output_directory
      ? `Disk      ${about}${prettyBytes(disk_bytes)}, including block overhead, in ${summary.output_directory}`
      : `Bucket    ${summary.storage}`,
    ...engineShares(summary),
    `Requests  ${grouped(requests)}${listed}`,
    ...ignored(summary),
    ...shortage(summary),
  ];
}
