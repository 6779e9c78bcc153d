import type { CollectionMetrics } from '@tapehaul/metrics';
import { type Findings, note } from '../result/findings.ts';
import type { WorkflowEvent } from './events.ts';

/** Who hears of what a collection tells. */
export interface EventDeskOptions {
  readonly metrics: CollectionMetrics;
  readonly findings: Findings;
  readonly onEvent: ((event: WorkflowEvent) => void) | undefined;
}

/**
 * Tells statistics, findings and the caller of events. A flow that is run again tells its plan again, of which each
 * gap counts once.
 */
export function eventDesk({ metrics, findings, onEvent }: EventDeskOptions): (event: WorkflowEvent) => void {
  const gaps = new Set<string>();
  let isPlanned = false;
  return (event) => {
    if (event.kind === 'verdict') {
      const known = gaps.size;
      if (gaps.add(JSON.stringify(event)).size === known) return;
    }
    if (event.kind === 'planned' && !isPlanned) {
      isPlanned = true;
      metrics.handle({ kind: 'planned', tasks: event.files });
    }
    if (event.kind === 'batch' || event.kind === 'fall_back') metrics.handle({ kind: event.kind });
    note(findings, event);
    tell(onEvent, event);
  };
}

/** Tells a listener of an event; a listener that fails must not fail the collection. */
export function tell<Event>(listener: ((event: Event) => void) | undefined, event: Event): void {
  try {
    listener?.(event);
  } catch (error) {
    process.emitWarning(error instanceof Error ? error : String(error));
  }
}
