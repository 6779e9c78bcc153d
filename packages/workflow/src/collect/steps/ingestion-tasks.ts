import { setImmediate } from 'node:timers/promises';
import { isReplaced } from '@tapehaul/archive';
import type { ObjectRecord, PlannedTask } from '@tapehaul/catalog';
import type { Matrix } from '@tapehaul/config';
import { counted, stoppedBy } from '@tapehaul/errors';
import { isFinal, type Task, type TaskContext } from '@tapehaul/orchestrator';
import { compare, type ObjectAnswer } from '@tapehaul/planner';
import { ATTRIBUTE, currentSpan, inSpan } from '@tapehaul/tracing';
import { checkSource } from '../../engines/check-source.ts';
import { requestFor } from '../../file/file-request.ts';
import { FILE_TASK } from '../../flow-names.ts';
import { answersFor } from '../../plan/answers.ts';
import { gapRecord } from '../../plan/gap-record.ts';
import { ListingProblems } from '../../plan/listing-problems.ts';
import { plannedBytes } from '../../plan/planned-bytes.ts';
import { sourceGate } from '../../plan/source-gate.ts';
import { ChangeLog } from '../../plan/upstream-changes.ts';
import { verdictRecord } from '../../plan/verdict-record.ts';
import type { Collection } from '../collection.ts';
import { step } from './step.ts';

/** Files that are looked at together while planning. */
const LOOKS = 256;
/** Gaps after which others get their turn. */
const TURN = 1_000;

const TRACER = '@tapehaul/workflow';

/** A collection that is to be planned by a matrix, or with null one whose plan is stored. */
export type Planning = Omit<Collection, 'matrix'> & { readonly matrix: Matrix | null };

/**
 * Plans the request and stores every file of it as a task, before the first byte moves. Files that are in
 * place as recorded are done with that. A plan that is stored in whole, when a run is taken up again, stays.
 */
export const generateIngestionTasks: Task<Planning, void> = step(
  'generate-ingestion-tasks',
  {},
  async (planning: Planning, context): Promise<void> => {
    const { runId, catalog, emit, matrix } = planning;
    const isNew = matrix !== null;
    const bytes_left = isNew
      ? await inSpan(TRACER, 'plan', {}, () => storePlan({ ...planning, matrix }, context))
      : await leftOf(planning, context);
    const counts = catalog.counts(runId, FILE_TASK);
    const files = Object.values(counts).reduce((sum, { tasks }) => sum + tasks, 0);
    const settled = isNew ? 0 : files - (counts.Scheduled?.tasks ?? 0);
    const verdicts = Array.from(catalog.gaps(runId)).length;
    emit({ kind: 'planned', files, settled, bytes_left, verdicts });
    currentSpan()?.setAttributes({ [ATTRIBUTE.tasks]: files, [ATTRIBUTE.gaps]: verdicts });
    context.log(
      'info',
      `planned ${counted(files, 'file')}; ${counted(verdicts, 'date range')} not in the archive`,
    );
  },
);

/** Checks the source for a plan that was stored before, and gives the bytes that it has left, as far as it tells sizes. */
async function leftOf(planning: Planning, { signal }: TaskContext): Promise<number | null> {
  const { runId, config, catalog } = planning;
  const first = catalog.remainingTasks(runId, FILE_TASK).next();
  if (first.done !== true) await checkSource({ ...planning, signal }, first.value.taskId);
  if (config.planning !== 'listing') return null;
  const counts = Object.entries(catalog.counts(runId, FILE_TASK));
  return counts.reduce((sum, [state, { bytes }]) => sum + (isFinal(state) ? 0 : bytes), 0);
}

/** Plans and stores the request, and gives the bytes that are left to fetch. */
async function storePlan(
  planning: Planning & { readonly matrix: Matrix },
  { signal, log }: TaskContext,
): Promise<number> {
  const { runId, catalog, downloader, emit, onInPlace, config } = planning;
  const changes = new ChangeLog(planning);
  const problems = new ListingProblems();
  // An attempt before this one may have failed in its middle: what it has stored, it has told of.
  const isAgain = Object.keys(catalog.counts(runId, FILE_TASK)).length > 0;
  // What is not recorded cannot be in place as recorded: a first plan of a million files need not look.
  const holdsNothing = catalog.held().next().done === true;

  let bytesLeft = 0;
  function open(planned: PlannedTask, { object, listed }: ObjectAnswer): PlannedTask {
    bytesLeft += plannedBytes(object, listed?.size);
    return planned;
  }

  function lookAt(group: readonly ObjectAnswer[]): Promise<PlannedTask[]> {
    const held = catalog.findAll(group.map(({ key }) => key));
    return Promise.all(group.map((answer) => look(answer, held.get(answer.key))));
  }

  async function look(answer: ObjectAnswer, held: ObjectRecord | undefined): Promise<PlannedTask> {
    const { key, object, listed } = answer;
    const size = listed?.size ?? held?.bytes;
    const planned = { ...plannedTask(answer), ...(size === undefined ? {} : { bytes: size }) };
    if (held === undefined) return open(planned, answer);
    // Of one that is fetched anew this is told when it has come.
    if (config.on_replaced === 'keep_old' && listed !== undefined && isNewer(held, listed)) {
      changes.replaced(key, held, listed);
    }
    const request = requestFor({ key, object, listed: listed ?? null }, held, config);
    const outcome = await downloader.inPlace(request, held);
    if (outcome === undefined) return open(planned, answer);
    if (!isAgain || catalog.task(runId, key) === undefined) onInPlace({ ...outcome, object });
    return { ...planned, input: null, bytes: outcome.bytes, done: 'Cached' };
  }

  const throughGate = sourceGate({ ...planning, signal });
  async function* lookedAt(group: readonly ObjectAnswer[]): AsyncGenerator<PlannedTask> {
    const all = await lookAt(group);
    await throughGate(group.filter((_, index) => all[index]?.done === undefined));
    yield* all;
  }

  async function* tasks(): AsyncGenerator<PlannedTask> {
    let group: ObjectAnswer[] = [];
    let gaps = 0;
    for await (const answer of answersFor({ ...planning, signal, onProblem: problems.add })) {
      if (signal.aborted) throw stoppedBy(signal);
      if (answer.kind === 'verdict') {
        catalog.recordGap(runId, gapRecord(answer));
        emit({ kind: 'verdict', ...verdictRecord(answer) });
        // Gaps come without a wait between them: those who are told of them get their turn.
        if (++gaps % TURN === 0) await setImmediate();
        for (const gone of compare(answer, (key) => stateOf(catalog.find(key)))) {
          if (gone.kind === 'object') changes.vanished(gone.key, catalog.find(gone.key));
        }
      } else if (holdsNothing) {
        await throughGate([answer]);
        yield open(plannedTask(answer), answer);
      } else if (group.push(answer) === LOOKS) {
        yield* lookedAt(group);
        group = [];
      }
    }
    yield* lookedAt(group);
  }

  await catalog.planTasks(runId, tasks());
  for (const line of problems.lines()) log('warn', line);
  catalog.endPlan(runId);
  return bytesLeft;
}

function plannedTask({ key, listed }: ObjectAnswer): PlannedTask {
  const planned = { taskId: key, name: FILE_TASK, input: listed ?? null };
  return listed === undefined ? planned : { ...planned, bytes: listed.size };
}

function isNewer(held: ObjectRecord, listed: NonNullable<ObjectAnswer['listed']>): boolean {
  return isReplaced({ ...held, fetchedAt: held.mtimeMs }, listed);
}

function stateOf(held: ObjectRecord | undefined) {
  return held === undefined ? undefined : { ...held, fetchedAt: held.mtimeMs, intact: true };
}
