import { Client, Connection } from '@temporalio/client';
import { connectionOptions, type Place } from './place.ts';
import { temporalError } from './temporal-error.ts';

/** Longest wait for an answer of the server, in milliseconds. */
export const ANSWER_MS = 8_000;

/** Connects to the server. Rejects with a TapehaulError `engine_unavailable`: it does not answer in eight seconds, refuses this client, or has no such namespace. */
export async function openClient(place: Place): Promise<Client> {
  const deadline = Date.now() + ANSWER_MS;
  const connection = Connection.lazy({ ...connectionOptions(place), connectTimeout: ANSWER_MS });
  try {
    await connection.ensureConnected();
    await connection.withDeadline(deadline, () =>
      connection.workflowService.describeNamespace({ namespace: place.namespace }),
    );
  } catch (thrown) {
    await connection.close();
    throw temporalError(place, thrown);
  }
  return new Client({ connection, namespace: place.namespace });
}
