import type { SpanFigures } from './spans/span-figures.ts';

/** The fate of the spans in words, and why some were dropped. */
export function spansText(figures: SpanFigures): string {
  const { made, sent, sampled_out, dropped, unfinished } = figures;
  const open = unfinished === 0 ? '' : `, ${unfinished} unfinished`;
  const why = dropped === 0 ? '' : `: ${reasons(figures)}`;
  return `${made} made, ${sent} sent, ${sampled_out} left out by sampling${open}, ${dropped} dropped${why}`;
}

function reasons({ dropped, dropped_by, last_export_error }: SpanFigures): string {
  const { queue_full } = dropped_by;
  const full = queue_full === 0 ? [] : [`the queue was full for ${queue_full}`];
  if (queue_full === dropped) return full.join();
  return [...full, last_export_error ?? 'ended too late to be sent'].join('; ');
}
