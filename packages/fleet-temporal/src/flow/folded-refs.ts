/** A batch by number, or all from the first to the last of a span. */
type Span = number | readonly [first: number, last: number];

/** References that differ in their number alone; without numbers, one that has none. */
interface FoldedRefs {
  readonly like: unknown;
  readonly no?: readonly Span[] | undefined;
}

/**
 * References as a signal and a history hold them: those that differ in `no` alone are one entry, with their numbers as spans. What else a reference
 * holds is kept as it is, so that one of a newer release passes through.
 */
export type OfferedRefs = readonly FoldedRefs[];

/** Whether it has a number that can be part of a span. */
function isNumbered(ref: unknown): ref is { readonly no: number } {
  return typeof ref === 'object' && ref !== null && 'no' in ref && Number.isSafeInteger(ref.no);
}

/** Folds references; their order is kept among those that are alike. */
export function foldRefs(refs: Iterable<unknown>): OfferedRefs {
  const entries: { like: unknown; no?: Span[] }[] = [];
  const numbered = new Map<string, Span[]>();
  for (const ref of refs) {
    if (!isNumbered(ref)) {
      entries.push({ like: ref });
      continue;
    }
    const { no, ...like } = ref;
    const key = JSON.stringify(like);
    const spans = numbered.get(key);
    if (spans !== undefined) append(spans, no);
    else {
      const first: Span[] = [no];
      numbered.set(key, first);
      entries.push({ like, no: first });
    }
  }
  return entries;
}

function append(spans: Span[], no: number): void {
  const last = spans.at(-1);
  const [from, to] = typeof last === 'object' ? last : [last, last];
  if (from !== undefined && to === no - 1) spans[spans.length - 1] = [from, no];
  else spans.push(no);
}

/** The references again, those that are alike one after the other. */
export function* unfoldRefs(folded: OfferedRefs): Generator<unknown> {
  for (const { like, no: spans } of folded) {
    if (spans === undefined || typeof like !== 'object') yield like;
    else
      for (const span of spans) {
        const [first, last] = typeof span === 'number' ? [span, span] : span;
        for (let no = first; no <= last; no++) yield { ...like, no };
      }
  }
}

/** Names a batch within its run: by its number, else by all that its reference holds. */
export function batchId(ref: unknown): string {
  return isNumbered(ref) ? String(ref.no) : JSON.stringify(ref);
}
