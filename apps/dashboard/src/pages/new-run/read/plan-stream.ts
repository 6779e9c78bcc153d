import { ServiceError } from '@tapehaul/client';
import { Refusal } from '../../../api/refusal.ts';
import { answerOf, asAnswerError } from '../../../api/service.ts';
import type { ConfigJson } from '../config/config-json.ts';
import type { PlanAnswer, PlanGap } from '../plan/plan-answer.ts';

/** How far a plan is. */
export interface PlanProgress {
  readonly listing_requests: number;
  readonly files: number;
  readonly gaps: number;
}

type Line =
  | ({ readonly kind: 'progress' } & PlanProgress)
  | ({ readonly kind: 'gap' } & PlanGap)
  | ({ readonly kind: 'summary' } & Omit<PlanAnswer, 'gaps'>)
  | { readonly kind: 'error'; readonly status: number };

/** Gaps that are kept of a plan; the rest are only counted. */
const MOST_GAPS = 1_000;
const LINES = 'application/x-ndjson';

/** Plans, and says meanwhile how far it is. Rejects with a {@link Refusal}. */
export async function readPlan(
  config: ConfigJson,
  signal: AbortSignal,
  onProgress: (progress: PlanProgress) => void,
): Promise<PlanAnswer> {
  const answer = await answerOf('POST', '/v1/plans', { body: { config }, signal, accept: LINES });
  const gaps: PlanGap[] = [];
  for await (const line of linesOf(answer)) {
    if (line.kind === 'error') throw new Refusal(ServiceError.of(line.status, JSON.stringify(line)));
    if (line.kind === 'summary') return { ...line, gaps };
    if (line.kind === 'progress') onProgress(line);
    else if (gaps.length < MOST_GAPS) gaps.push(line);
  }
  throw Refusal.unreadable();
}

async function* linesOf({ body }: Response): AsyncGenerator<Line, void, undefined> {
  if (body === null) return;
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  try {
    for (;;) {
      const { value } = await reader.read();
      if (value === undefined) return;
      const lines = (rest + value).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) yield JSON.parse(line) as Line;
    }
  } catch (cause) {
    throw asAnswerError(cause);
  } finally {
    await reader.cancel().catch(() => {});
  }
}
