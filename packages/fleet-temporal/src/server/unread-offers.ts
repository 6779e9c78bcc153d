import type { Client } from '@temporalio/client';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { z } from 'zod';
import { unfoldRefs } from '../flow/folded-refs.ts';

const OFFERED = z.array(
  z.object({
    like: z.unknown(),
    no: z.array(z.union([z.int(), z.tuple([z.int(), z.int()])])).optional(),
  }),
);
const INPUT = z.object({ waiting: OFFERED });

/** References that were offered to a workflow since a worker last ran it: they are in its history alone. */
export async function unreadOffers(client: Client, workflowId: string, runId: string): Promise<unknown[]> {
  const refs: unknown[] = [];
  let nextPageToken: Uint8Array | undefined;
  do {
    // The latest first.
    const page = await client.workflowService.getWorkflowExecutionHistoryReverse({
      namespace: client.options.namespace,
      execution: { workflowId, runId },
      ...(nextPageToken === undefined ? {} : { nextPageToken }),
    });
    for (const event of page.history?.events ?? []) {
      if (event.workflowTaskCompletedEventAttributes) return refs;
      const { workflowExecutionSignaledEventAttributes: signal } = event;
      const { workflowExecutionStartedEventAttributes: start } = event;
      if (signal) refs.push(...unfoldRefs(OFFERED.parse(firstOf(signal.input?.payloads))));
      if (start) refs.push(...unfoldRefs(INPUT.parse(firstOf(start.input?.payloads)).waiting));
    }
    nextPageToken = page.nextPageToken?.length ? page.nextPageToken : undefined;
  } while (nextPageToken !== undefined);
  return refs;
}

function firstOf(payloads: readonly Payload[] | null | undefined): unknown {
  const [first] = payloads ?? [];
  return first === undefined ? undefined : defaultPayloadConverter.fromPayload(first);
}
