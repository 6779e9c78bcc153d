import { counted, grouped, visible } from '@tapehaul/errors';
import { type DayReport, FLOW_NAME, type WhyReport } from '@tapehaul/workflow';
import prettyBytes from 'pretty-bytes';
import { outColors as pc } from '../colors.ts';
import { columnsOf, wrapped } from '../fitted.ts';
import { dayRange } from '../folded.ts';
import { shellWord } from '../shell-word.ts';
import { findingDaysText, rowLines } from './row-findings.ts';

/** Spans and former versions that a page lists; all are in the JSON. */
const SPANS = 6;
const VERSIONS = 2;
/** Columns of the names of lines. */
const MARGIN = 11;

/** What a record knows of some days, as a page: the spans of a range, then the details of one of its days. */
export function whyPage(report: WhyReport, directory: string): string {
  const { series, first, last, spans, day } = report;
  const lines = [pc.bold(`${series} ${dayRange(first, last)}`)];
  if (first !== last) {
    for (const span of spans.slice(0, SPANS)) {
      const days =
        span.days === 1 ? span.first : `${dayRange(span.first, span.last)}, ${counted(span.days, 'day')}`;
      lines.push(`  ${days}: ${span.state}`);
    }
    if (spans.length > SPANS)
      lines.push(`  and ${grouped(spans.length - SPANS)} more spans; --json lists all`);
    const found = findingDaysText(report.finding_days);
    lines.push(...found.map((text) => `  rows, ${text}`), '', pc.bold(day.day));
  }
  const facts = [
    ['state', `${day.state}: the day ${day.meaning}`],
    ['requested', requestedText(day)],
    ['exists', EXISTS[day.exists]],
    ['answer', answerText(day)],
    ...planLines(day),
    ['on disk', heldText(day)],
    ['proof', proofText(day)],
    ...rowLines(day),
    ...disputeLines(day),
    ['earlier', versionsText(day)],
    ['outlook', day.outlook],
    ['to do', day.remedy],
    ...commandsFor(report, directory).map((command) => ['', command]),
  ];
  return [...lines, ...facts.flatMap(([name = '', text = '']) => factLines(name, text))].join('\n');
}

const EXISTS: Readonly<Record<DayReport['exists'], string>> = {
  yes: 'yes, in the archive',
  no: 'no, when it was last checked',
  unknown: 'not known',
};

function factLines(name: string, text: string): string[] {
  const [begin = '', ...others] = wrapped(visible(text), columnsOf(process.stdout) - MARGIN);
  return [pc.dim(name.padEnd(MARGIN)) + begin, ...others.map((line) => ' '.repeat(MARGIN) + line)];
}

function requestedText({ requested, answer: { run_id, run_state, flow } }: DayReport): string {
  if (!requested) return 'no, never';
  if (run_id === null) return 'yes';
  const how = [flow === FLOW_NAME ? null : flow, run_state].filter((it) => it !== null).join(', ');
  return `yes; state recorded by run ${run_id}${how === '' ? '' : ` (${how})`}`;
}

function answerText({ answer }: DayReport): string {
  const { reason, evidence, at, task_id, task_state, attempts } = answer;
  // The task is named behind it.
  const said =
    task_id !== null && reason.startsWith(`${task_id}: `) ? reason.slice(task_id.length + 2) : reason;
  const shown = evidence === null || said.includes(evidence) ? said : `${said} [${evidence}]`;
  const when = at === null ? '' : `; ${timeText(at)}`;
  const tries = attempts === 0 ? '' : `, ${counted(attempts, 'attempt')}`;
  const task =
    task_id === null ? '' : `; task ${task_id}${task_state === null ? '' : ` (${task_state}${tries})`}`;
  return `${shown.replace(/\.$/, '')}${when}${task}`;
}

/** What the plan went by, where that was no listing: it cannot know what the archive has. */
function planLines({ answer: { planned_by, plan_warning } }: DayReport): string[][] {
  if (planned_by !== 'matrix') return [];
  return [['plan', `by the matrix, without a listing${plan_warning === null ? '' : `: ${plan_warning}`}`]];
}

function heldText({ files }: DayReport): string {
  if (files.length === 0) return 'nothing is recorded';
  const [file] = files;
  if (file === undefined) return '';
  const twice = files.length > 1 ? `; the ${files[1]?.partition} file over it is recorded, too` : '';
  return `${file.path}, ${prettyBytes(file.bytes)}, recorded ${timeText(file.recorded_at)}${twice}`;
}

function proofText({ files: [file] }: DayReport): string {
  if (file === undefined) return 'none';
  const digest = file.sha256 === null ? '' : ` (SHA-256 ${file.sha256})`;
  return `${PROOFS[file.proof]}${digest}; ${DEPTHS[file.depth]}`;
}

const PROOFS = {
  sidecar: 'its digest equals the published checksum',
  accepted: 'accepted by a person, although the published checksum differs',
  none: 'none: no checksum was published',
} as const;

const DEPTHS = {
  deep: 'its content was inflated and equals its CRC',
  published: 'its content was not inflated: tapehaul verify --deep does that',
} as const;

function disputeLines({ dispute }: DayReport): string[][] {
  if (dispute === null) return [];
  const { state, first_seen_at, sha256, published_sha256, quarantine_path } = dispute;
  const kept = quarantine_path === null ? '' : `; kept as ${quarantine_path}`;
  const facts = `found ${sha256}, published ${published_sha256}${kept}`;
  return [
    ['dispute', `${state}; contradicts its checksum since ${timeText(first_seen_at)}: ${facts}`],
    ...decisionLines(dispute),
  ];
}

function decisionLines({
  state,
  decided_by,
  decided_at,
  reason,
}: NonNullable<DayReport['dispute']>): string[][] {
  if (decided_by === null) return [];
  const when = decided_at === null ? '' : `, ${timeText(decided_at)}`;
  return [['decision', `${state} by ${decided_by}${when}${reason === null ? '' : `: ${reason}`}`]];
}

function versionsText({ versions, change }: DayReport): string {
  const noted = change === null ? '' : `the archive's file was found ${change.kind} ${timeText(change.at)}`;
  const listed = versions.slice(0, VERSIONS).map(({ path, bytes, superseded_at }) => {
    const kept = path === null ? 'not kept' : `kept as ${path}`;
    return `${prettyBytes(bytes)}, replaced ${timeText(superseded_at)}, ${kept}`;
  });
  if (versions.length > VERSIONS) listed.push(`and ${grouped(versions.length - VERSIONS)} more`);
  const parts = listed.length === 0 && noted !== '' ? [noted] : listed;
  return parts.length === 0 ? 'no other version is known' : parts.join('; ');
}

/** Commands that do what the remedy says. */
function commandsFor({ series, day }: WhyReport, directory: string): string[] {
  const dir = `--dir ${shellWord(directory)}`;
  const [market = '', type = '', symbol = '', interval] = series.split('/');
  const step = interval === undefined ? '' : ` --interval ${interval}`;
  const names = `--market ${market} --symbol ${shellWord(symbol)} --type ${type}${step}`;
  const collect = `tapehaul collect ${names} --from ${day.day} --to ${day.day} ${dir}`;
  if (day.state === 'failed' && day.answer.run_id !== null)
    return [`tapehaul retry ${day.answer.run_id} --failed ${dir}`];
  if (day.state === 'planned' && day.answer.run_id !== null)
    return [`tapehaul resume ${day.answer.run_id} ${dir}`];
  if (day.state === 'disputed' && day.dispute !== null)
    return [`tapehaul accept ${shellWord(day.dispute.key)} --reason "…" ${dir}`];
  return ['unknown', 'gone', 'corrupt'].includes(day.state) ? [collect] : [];
}

/** A time to the minute. */
function timeText(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}
