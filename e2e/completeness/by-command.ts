import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startSimulator } from '@tapehaul/archive-simulator';
import { repositoryFolder } from '@tapehaul/testkit';
import { execa } from 'execa';
import { flawedArchive, noFlaws } from './flawed-archive.ts';
import type { Situation } from './situations.ts';
import { daysIn, Tally } from './tally.ts';
import { type Answers, requestOf } from './trial.ts';

/** How a command ended, and the lines that it printed with `--json`. */
interface Ended {
  readonly exit: number | undefined;
  readonly lines: readonly Line[];
}

/** The keys of a line of JSON that are compared, of whichever kind it is. */
interface Line {
  readonly kind: string;
  readonly change?: string;
  readonly missing_days?: number;
  readonly verdict?: string;
  readonly first?: string;
  readonly last?: string;
  readonly status?: string;
  readonly error?: { readonly code: string } | null;
  readonly series?: string;
  readonly by_state?: Readonly<Record<string, number>>;
  readonly ours?: number;
  readonly archive?: number;
  readonly not_yet?: number;
  readonly spans?: readonly { readonly first: string; readonly days: number; readonly state: string }[];
  readonly day?: { readonly state: string; readonly will_come: string };
}

/** The same as {@link tried}, by the bundled command as people start it, on the day of the situation. */
export async function triedByCommand({
  today,
  request,
  symbols,
  flaws: wrong,
  later,
}: Situation): Promise<Answers & { readonly again: string }> {
  const flaws = noFlaws();
  const folder = await mkdtemp(join(tmpdir(), 'tapehaul-situation-'));
  await using archive = await startSimulator({ source: flawedArchive(today, flaws, symbols) });
  const clock = join(folder, 'clock.mjs');
  const tapehaul = async (...args: string[]): Promise<Ended> => {
    const { exitCode, stdout } = await execa(process.execPath, [COMMAND, ...args, '--json'], {
      reject: false,
      cwd: folder,
      env: { NODE_OPTIONS: `--import=${pathToFileURL(clock)}` },
    });
    return { exit: exitCode, lines: stdout.split('\n').filter(Boolean).map(parsed) };
  };
  try {
    await writeFile(clock, clockAt(today));
    const output = async (name: string, more: object): Promise<string> => {
      const place = { output_directory: join(folder, name), source: { endpoint: archive.url } };
      const file = join(folder, `${name}.json`);
      await mkdir(join(folder, name));
      await writeFile(file, JSON.stringify(requestOf({ ...place, ...request, ...more })));
      return file;
    };
    const usually = await output('usual', {});
    const strictly = await output('strict', { fail_on: 'missing' });
    for (const file of later === undefined ? [] : [usually, strictly]) await tapehaul('collect', file);
    wrong?.(flaws);
    later?.(flaws);
    const plan = await tapehaul('plan', usually);
    const strictPlan = await tapehaul('plan', strictly);
    const first = await tapehaul('collect', usually);
    const rows = await covered(tapehaul, join(folder, 'usual'));
    const again = await tapehaul('collect', usually);
    const strict = await tapehaul('collect', strictly);
    const strictAgain = await tapehaul('collect', strictly);
    return {
      plan: planned(plan),
      collect: collected(first),
      ...rows,
      exit: [plan.exit, first.exit, again.exit].join(', '),
      strict: [strictPlan.exit, strict.exit, strictAgain.exit].join(', '),
      again: collected(again),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const COMMAND = join(repositoryFolder, 'apps/cli/bin/tapehaul.js');

/** A module that sets the clock of the process that imports it first to noon of a day. */
function clockAt(today: string): string {
  return `const ahead = Date.parse('${today}T12:00:00Z') - Date.now();
const RealDate = Date;
globalThis.Date = class Date extends RealDate {
  constructor(...parts) {
    if (parts.length === 0) super(RealDate.now() + ahead);
    else super(...parts);
  }
  static now() {
    return RealDate.now() + ahead;
  }
};`;
}

function parsed(line: string): Line {
  return JSON.parse(line);
}

function planned({ lines }: Ended): string {
  const counts = new Tally();
  for (const { kind, change = '', missing_days, verdict = '', first, last } of lines) {
    if (kind === 'object') {
      counts.add(change);
      counts.add('month_short', missing_days ?? 0);
    } else if (kind === 'verdict') counts.add(verdict, daysIn({ first: first ?? '', last: last ?? '' }));
  }
  return counts.text();
}

function collected({ lines }: Ended): string {
  const counts = new Tally();
  for (const { kind, status = '', error } of lines)
    if (kind === 'file') counts.add(status === 'failed' ? (error?.code ?? 'failed') : status);
  return counts.text();
}

/** What `coverage` and, of the same days, `why` print. */
async function covered(
  tapehaul: (...args: string[]) => Promise<Ended>,
  output: string,
): Promise<Pick<Answers, 'coverage' | 'why' | 'missing'>> {
  const [states, spans, comes, faults] = [new Tally(), new Tally(), new Tally(), new Tally()];
  for (const row of (await tapehaul('coverage', '--dir', output)).lines) {
    const { series = '', by_state = {}, ours = 0, archive = 0, not_yet = 0 } = row;
    for (const [state, days] of Object.entries(by_state)) states.add(state, days);
    faults.add('ours', ours);
    faults.add('archive', archive);
    faults.add('time', not_yet);
    const why = (range: string) => tapehaul('why', series, range, '--dir', output);
    const { lines } = await why(`${DAYS.first}..${DAYS.last}`);
    for (const span of lines.flatMap((line) => line.spans ?? []).filter(({ state }) => state !== 'unknown')) {
      const { day } = (await why(span.first)).lines[0] ?? {};
      spans.add(day?.state ?? '', span.days);
      comes.add(day?.will_come ?? '', span.days);
    }
  }
  if (spans.text() !== states.text()) throw new Error(`why: ${spans.text()}; coverage: ${states.text()}`);
  return { coverage: states.text(), why: comes.text(), missing: faults.text() };
}

/** A range that the days of all situations are in. */
const DAYS = { first: '2022-01-01', last: '2025-09-30' };
