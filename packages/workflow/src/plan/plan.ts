import type { CatalogReader, ObjectRecord } from '@tapehaul/catalog';
import type { DownloadRequest } from '@tapehaul/downloader';
import { stoppedBy } from '@tapehaul/errors';
import {
  changeOf,
  type HeldObjectState,
  type KnownAnswer,
  type ObjectAnswer,
  objectPath,
  plannedBytes,
  type SettledAnswer,
  type VerdictAnswer,
} from '@tapehaul/planner';
import { requestFor } from '../file/file-request.ts';
import { answersFor, type PlanSource } from './answers.ts';
import { markDisputed } from './disputed-steps.ts';
import { HeldAnswers } from './held/held-answers.ts';
import { holdsAny } from './holds-any.ts';
import { daysOfDisputed } from './months/disputed-months.ts';
import { MonthWarnings } from './months/month-warnings.ts';
import { heldIn } from './settled/held-in.ts';
import type { SettledSeries } from './settled/settled-series.ts';
import { isEmptied, isIntact } from './steps/on-disk.ts';
import type { FileStep, PlanStep } from './steps/plan-step.ts';

/** What a plan is made from, and what it is compared with. */
export interface PlanWalkOptions<Found> extends PlanSource {
  /** Output directory, absolute. */
  readonly root: string;
  /** What is held; nothing when undefined. */
  readonly record: CatalogReader | undefined;
  /** What is in place of a request as `held` says; undefined when the downloader has to see to it. */
  readonly inPlace: (
    request: DownloadRequest,
    held: ObjectRecord,
    /** Whether the record is taken at its word, without a check of the disk. */
    isTrusted: boolean,
  ) => Promise<Found | undefined>;
  /** Takes the answers on settled days from the record; all days are planned without it. */
  readonly settled?: SettledSeries;
  /** Receives the number of listing requests once all are sent. */
  readonly onListed?: (requests: number) => void;
}

/** Answers that are compared together: one look-up in the record for all. */
const GROUP = 256;

/**
 * The plan of a configuration, compared with what is held, in groups, in the order of the planner. A dry run and a
 * collection both go through this, so that one cannot plan what the other does not. Reads the record and the files' sizes
 * and times; writes nothing. Rejects with a TapehaulError when the archive cannot be listed, the record cannot be read,
 * or the signal aborts.
 */
export async function* planSteps<Found>(
  options: PlanWalkOptions<Found>,
): AsyncGenerator<PlanStep<Found>[], void, undefined> {
  const { record, signal, onListed, settled } = options;
  // What is not recorded cannot be in place as recorded: a first plan of a million files need not look.
  const holdings = record !== undefined && (await holdsAny(record)) ? record : undefined;
  if (holdings !== undefined && (await isEmptied(options))) settled?.planWhole();
  const withDays = await daysOfDisputed(record, options.config);
  const marked = await markDisputed<Found>(record, options.config);
  const months = new MonthWarnings(options.onWarning ?? (() => {}));
  const held = holdings && new HeldAnswers({ ...options, record: holdings });
  let group: KnownAnswer[] = [];
  for await (const answer of answersFor({ ...options, settledOf: settled?.of }, onListed)) {
    if (signal.aborted) throw stoppedBy(signal);
    months.add(answer);
    if (group.push(answer) < GROUP) continue;
    yield await marked(await stepsOf(await withDays(group), { ...options, holdings, held }));
    group = [];
  }
  months.end();
  if (group.length > 0)
    yield await marked(await stepsOf(await withDays(group), { ...options, holdings, held }));
}

/** What is held, and how answers are made to agree with it; nothing where nothing is held. */
interface HeldOptions<Found> extends PlanWalkOptions<Found> {
  readonly holdings: CatalogReader | undefined;
  readonly held: HeldAnswers | undefined;
}

async function stepsOf<Found>(
  planned: readonly KnownAnswer[],
  { holdings, held: heldAnswers, ...options }: HeldOptions<Found>,
): Promise<PlanStep<Found>[]> {
  if (holdings === undefined || heldAnswers === undefined)
    return planned.map((answer) => unheld<Found>(answer));
  const answers = await heldAnswers.of(planned);
  const objects = answers.filter((answer) => answer.kind === 'object');
  const held = await holdings.findAll(objects.map(({ key }) => key));
  const files = await Promise.all(objects.map((answer) => fileStep(answer, held.get(answer.key), options)));
  const inOrder = files.values();
  const steps: PlanStep<Found>[] = [];
  for (const answer of answers) {
    if (answer.kind === 'settled') steps.push(answer, ...(await lostIn(answer, holdings, options)));
    else if (answer.kind !== 'object') steps.push(answer);
    else {
      const { value } = inOrder.next();
      if (value !== undefined) steps.push(value);
    }
  }
  return steps;
}

function unheld<Found>(answer: ObjectAnswer): FileStep<Found>;
function unheld<Found>(answer: KnownAnswer): FileStep<Found> | VerdictAnswer | SettledAnswer;
function unheld<Found>(answer: KnownAnswer): FileStep<Found> | VerdictAnswer | SettledAnswer {
  if (answer.kind !== 'object') return answer;
  const { key, object, listed, by, because, onlyHere } = answer;
  const nothing = { held: undefined, found: undefined, isNewer: false };
  return {
    kind: 'file',
    change: 'new',
    key,
    object,
    listed,
    by,
    because,
    onlyHere,
    bytes: plannedBytes(object, listed?.size),
    ...nothing,
  };
}

async function fileStep<Found>(
  answer: ObjectAnswer,
  held: ObjectRecord | undefined,
  { config, root, inPlace, settled }: Omit<PlanWalkOptions<Found>, 'held'>,
): Promise<FileStep<Found>> {
  const step = unheld<Found>(answer);
  if (held === undefined) return step;
  const { key, object, listed } = answer;
  const isNewer = changeOf(listed, heldStateOf(held, true)) === 'replaced';
  const isTrusted = settled?.trusts(object) ?? false;
  const request = requestFor({ key, object, listed: listed ?? null }, held, config);
  const found = await inPlace(request, held, isTrusted);
  if (found !== undefined) return { ...step, held, found, isNewer, change: 'present' };
  // What lies elsewhere than the layout says is not held, nor is anything when all is to be fetched again.
  const isElsewhere = held.path !== objectPath(object, config.layout);
  if (config.force_redownload || isElsewhere) return { ...step, held, isNewer };
  const wanted = config.on_replaced === 'keep_old' ? undefined : listed;
  return {
    ...step,
    held,
    isNewer,
    change: changeOf(wanted, heldStateOf(held, await isIntact({ config, root }, held))),
  };
}

/** The files of settled days that do not stand on the disk as recorded, where all of them are to be checked. */
async function lostIn<Found>(
  answer: SettledAnswer,
  holdings: CatalogReader,
  options: PlanWalkOptions<Found>,
): Promise<FileStep<Found>[]> {
  if (options.config.recheck.disk !== 'all') return [];
  const lost: FileStep<Found>[] = [];
  for await (const held of heldIn(answer, holdings)) {
    const steps = await Promise.all(held.map((one) => fileStep(one.answer, one.held, options)));
    lost.push(...steps.filter(({ found }) => found === undefined));
  }
  return lost;
}

function heldStateOf(held: ObjectRecord, intact: boolean): HeldObjectState {
  return { ...held, fetchedAt: held.mtimeMs, intact };
}
