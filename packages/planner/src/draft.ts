import { type ArchiveObject, fileStem, type Partition, type Series, seriesPrefix } from '@tapehaul/archive';
import type { Answer, Listed, VerdictName, VerdictSeries } from './answer.ts';
import type { Scope } from './scope.ts';

/** The answers of one series, in the order of time; verdicts that follow each other and agree are joined. */
export class Draft {
  readonly answers: Answer[] = [];
  readonly #series: VerdictSeries;
  readonly #scope: Scope;
  /** The open verdict and the number of its last day. */
  #open: { readonly verdict: VerdictName; readonly reason: string; last: number } | undefined;

  constructor(series: VerdictSeries, scope: Scope) {
    this.#series = series;
    this.#scope = scope;
  }

  /** Adds an object. */
  object(key: string, object: ArchiveObject, listed?: Listed): void {
    this.#open = undefined;
    this.answers.push(
      listed === undefined ? { kind: 'object', key, object } : { kind: 'object', key, object, listed },
    );
  }

  /** Adds a verdict on days; nothing when there are none. */
  verdict(first: number, last: number, verdict: VerdictName, reason: string, likely?: string): void {
    if (first > last) return;
    const open = this.#open;
    const start = this.answers.at(-1);
    const lastText = this.#scope.text(last);
    if (
      open?.last === first - 1 &&
      open.verdict === verdict &&
      open.reason === reason &&
      start?.kind === 'verdict'
    ) {
      this.answers[this.answers.length - 1] = { ...start, last: lastText };
      open.last = last;
      return;
    }
    this.#open = { verdict, reason, last };
    const span = { first: this.#scope.text(first), last: lastText };
    const meant = likely === undefined ? {} : { likely };
    this.answers.push({ kind: 'verdict', series: this.#series, ...span, verdict, reason, ...meant });
  }
}

/** Adds objects of one series and partition to a draft; what all their keys share is made once. */
export function objectsOf(
  draft: Draft,
  series: Series,
  partition: Partition,
): (period: string, listed?: Listed) => void {
  const head = `${seriesPrefix(series, partition)}${fileStem(series)}-`;
  return (period, listed) => {
    draft.object(`${head}${period}.zip`, { ...series, partition, period }, listed);
  };
}
