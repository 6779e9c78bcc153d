import type { Backlog } from '@tapehaul/fleet';
import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { batchId } from '../flow/folded-refs.ts';
import { WAITING } from '../flow/names.ts';
import { unreadOffers } from './unread-offers.ts';

/** `PENDING_ACTIVITY_STATE_SCHEDULED`, `…_PAUSED`: in no worker's hands. All other states are. */
const QUEUED_STATES: readonly unknown[] = [1, 4];

/**
 * Batches of a run that have not ended, by the state of its workflow at the server, so that no worker need live; undefined where the
 * workflow is not open. Batches that it holds back, beyond 500, are counted to the nearest hundred.
 */
export async function runBacklog(client: Client, workflowId: string): Promise<Backlog | undefined> {
  for (;;) {
    const first = await describe(client, workflowId);
    if (first === undefined || isRead(first)) return first && counted(first, []);
    const offered = await unreadOffers(client, workflowId, first.runId);
    // After the offers: what was read of them meanwhile is among its activities, and counted once.
    const second = await describe(client, workflowId);
    if (second?.runId === first.runId) return counted(second, offered);
  }
}

type Description = Awaited<ReturnType<ReturnType<Client['workflow']['getHandle']>['describe']>>;

async function describe(client: Client, workflowId: string): Promise<Description | undefined> {
  try {
    const description = await client.workflow.getHandle(workflowId).describe();
    return description.status.name === 'RUNNING' ? description : undefined;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

/** Whether the workflow has read all that it was offered. One without activities has yet to begin, which the server may delay by a second. */
function isRead({ raw }: Description): boolean {
  return raw.pendingWorkflowTask == null && (raw.pendingActivities ?? []).length > 0;
}

function counted({ raw, memo }: Description, offered: readonly unknown[]): Backlog {
  const activities = raw.pendingActivities ?? [];
  const open = new Set(activities.map(({ activityId }) => activityId));
  const unread = [...new Set(offered.map(batchId))].filter((id) => !open.has(id)).length;
  const queued = activities.filter(({ state }) => QUEUED_STATES.includes(state)).length;
  const heldBack = memo?.[WAITING];
  return {
    queued: queued + unread + (typeof heldBack === 'number' ? heldBack : 0),
    running: activities.length - queued,
  };
}
