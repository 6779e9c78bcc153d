import type { Partition } from '@tapehaul/archive';
import type { CatalogReader } from '@tapehaul/catalog';
import type { KnownAnswer, ObjectAnswer, PlannedBy, VerdictAnswer } from '@tapehaul/planner';
import type { OnDisk } from '../steps/on-disk.ts';
import type { GoneFile, LostFile } from '../steps/plan-step.ts';
import { withHeldDays } from './held-days.ts';
import { type Holder, Holders, type SeriesSpan } from './holders.ts';
import { KnownDays, spanOf } from './known-days.ts';

/** An answer of the planner, or what the record adds to it. */
export type HeldAnswer = KnownAnswer | GoneFile | LostFile;

/** What answers are compared with. */
export interface HeldAnswersOptions extends OnDisk {
  readonly config: OnDisk['config'] & { readonly partition: 'auto' | Partition };
  readonly record: Pick<CatalogReader, 'findAll' | 'cellsOf'>;
}

/**
 * Makes the answers of a plan agree with what is held, so that each day has one answer, nothing is fetched that is held, and no
 * day that is held is said to be missing:
 * - a month of which most days are held gives way to its days;
 * - days that are held in a whole month are answered by that month;
 * - a verdict speaks of days that are not held, or not by the month beside it, and a held file of the partition that it is about is gone from the archive.
 */
export class HeldAnswers {
  readonly #options: HeldAnswersOptions;
  /** The key of the month that was answered last, and of the file that was found lost last. */
  #month = '';
  #lost = '';

  constructor(options: HeldAnswersOptions) {
    this.#options = options;
  }

  /** The answers for the next ones of the planner, in order. Rejects when the record cannot be read. */
  async of(planned: readonly KnownAnswer[]): Promise<readonly HeldAnswer[]> {
    const { record, config } = this.#options;
    const known = await KnownDays.of(planned, record);
    if (known.isEmpty) return planned;
    const needsProof = config.download_checksum;
    const answers = this.#isAuto ? await withHeldDays(planned, { record, known, needsProof }) : planned;
    const holders = await Holders.of(
      answers.flatMap((answer) => this.#spansOf(answer)),
      known,
      this.#options,
    );
    if (holders.isEmpty) return answers;
    return answers.flatMap((answer) => [...this.#answers(answer, holders)]);
  }

  get #isAuto(): boolean {
    return this.#options.config.partition === 'auto';
  }

  /** The days of an answer that may turn out to be held otherwise than it says. */
  #spansOf(answer: KnownAnswer): readonly SeriesSpan[] {
    if (answer.kind === 'settled') return [];
    if (answer.kind === 'verdict') return [answer];
    const { object: series, onlyHere, because } = answer;
    if (onlyHere !== undefined) return onlyHere.map((day) => ({ series, first: day, last: day }));
    const mayBeInMonth = this.#isAuto && series.partition === 'daily' && because?.finding !== 'month_short';
    return mayBeInMonth ? [{ series, ...spanOf(series) }] : [];
  }

  *#answers(answer: KnownAnswer, holders: Holders): Generator<HeldAnswer> {
    const spans = this.#spansOf(answer);
    const [span] = spans;
    if (answer.kind === 'settled') yield answer;
    else if (answer.kind === 'verdict') yield* this.#aroundHeld(answer, holders);
    else if (answer.onlyHere !== undefined) yield* this.#shortMonth(answer, spans, holders);
    else if (span !== undefined) yield* this.#day(answer, span, holders);
    else yield answer;
    if (answer.kind === 'object' && answer.object.partition === 'monthly') this.#month = answer.key;
  }

  /** A day that is to be fetched, unless the month over it is held. */
  *#day(answer: ObjectAnswer, span: SeriesSpan, holders: Holders): Generator<HeldAnswer> {
    for (const { holder } of holders.days(span)) {
      if (holder?.object.partition !== 'monthly') yield answer;
      else if (holder.isThere) yield* this.#heldMonth(holder, answer.by);
      else {
        yield* this.#lostFile(holder);
        yield answer;
      }
    }
  }

  /** A short month, for those of its days that are held nowhere else. */
  *#shortMonth(month: ObjectAnswer, spans: readonly SeriesSpan[], holders: Holders): Generator<HeldAnswer> {
    const onlyHere: string[] = [];
    const gone: GoneFile[] = [];
    for (const { day, holder } of spans.flatMap((span) => [...holders.days(span)])) {
      if (holder?.object.partition !== 'daily') onlyHere.push(day);
      else if (holder.isThere) gone.push(goneFile(holder));
      else {
        yield* this.#lostFile(holder);
        onlyHere.push(day);
      }
    }
    if (onlyHere.length > 0) yield { ...month, onlyHere };
    yield* gone;
  }

  /** A verdict on those of its days that are not held. */
  *#aroundHeld(verdict: VerdictAnswer, holders: Holders): Generator<HeldAnswer> {
    let open: Pick<VerdictAnswer, 'first' | 'last'> | undefined;
    for (const { day, holder } of holders.days(verdict)) {
      if (holder?.isThere === true && holder.object.period !== verdict.besideMonth) {
        if (open !== undefined) yield { ...verdict, ...open };
        open = undefined;
        yield* this.#heldDay(holder, verdict);
      } else {
        if (holder?.isThere === false) yield* this.#lostFile(holder);
        open = { first: open?.first ?? day, last: day };
      }
    }
    if (open !== undefined) yield { ...verdict, ...open };
  }

  *#heldDay(holder: Holder, { by, listing }: VerdictAnswer): Generator<HeldAnswer> {
    const { key, object } = holder;
    if (object.partition === 'daily')
      yield listing === 'daily' ? goneFile(holder) : { kind: 'object', key, object, by };
    else if (listing !== 'monthly') yield* this.#heldMonth(holder, by);
    else if (this.#month !== key) {
      this.#month = key;
      yield goneFile(holder);
    }
  }

  *#heldMonth({ key, object }: Holder, by: PlannedBy): Generator<HeldAnswer> {
    if (this.#month === key) return;
    this.#month = key;
    const because = {
      month: object.period,
      finding: 'month_held',
      reason: 'the monthly file is held',
    } as const;
    yield { kind: 'object', key, object, by, because };
  }

  *#lostFile({ key, object, held }: Holder): Generator<LostFile> {
    if (this.#lost === key) return;
    this.#lost = key;
    yield { kind: 'lost', key, object, held };
  }
}

function goneFile({ key, object, held }: Holder): GoneFile {
  return { kind: 'gone', key, object, held };
}
