import type { RunEnd } from '@tapehaul/runs';
import type { WorkflowEvent } from '@tapehaul/workflow';

/** What is logged of a run. */
export type LoggedEvent = WorkflowEvent | ({ readonly kind: 'ended' } & RunEnd);
