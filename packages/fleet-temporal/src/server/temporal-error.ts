import { TapehaulError } from '@tapehaul/errors';
import { isGrpcServiceError } from '@temporalio/client';
import type { Place } from './place.ts';

/** Status codes of gRPC. */
const DEADLINE_EXCEEDED = 4;
const NOT_FOUND = 5;
const PERMISSION_DENIED = 7;
const UNAUTHENTICATED = 16;

const UNREACHED_HINT =
  'Start this Temporal server, or correct its address. Either both sides encrypt the connection, or neither does.';
/** What the SDK says when a connection was not made in time. */
const LATE = 'Failed to connect before the deadline';

/** The error of a server that cannot be used. It names the address and the namespace, never a key. */
export function temporalError({ address, namespace }: Place, thrown: unknown): TapehaulError {
  if (thrown instanceof TapehaulError) return thrown;
  const { code, reason } = answerOf(thrown);
  const place = `the Temporal server at ${address}`;
  const fail = (message: string, hint: string): TapehaulError =>
    new TapehaulError('engine_unavailable', message, { cause: thrown, hint });
  if (code === NOT_FOUND)
    return fail(
      `${place} has no namespace "${namespace}"`,
      `Create it (temporal operator namespace create --namespace ${namespace}), or correct its name.`,
    );
  if (code === PERMISSION_DENIED || code === UNAUTHENTICATED)
    return fail(
      `${place} refuses this client in the namespace "${namespace}": ${reason}`,
      'Correct the API key or the certificate of this client.',
    );
  if (code === DEADLINE_EXCEEDED || reason === LATE) return noAnswer({ address });
  return fail(`${place} cannot be used as a queue: ${reason}`, UNREACHED_HINT);
}

/** The error of a server that does not answer in time. */
export function noAnswer({ address }: Pick<Place, 'address'>): TapehaulError {
  const message = `the Temporal server at ${address} does not answer`;
  return new TapehaulError('engine_unavailable', message, { hint: UNREACHED_HINT });
}

/** The status of gRPC, which the SDK wraps, and why. */
function answerOf(thrown: unknown): { readonly code?: number; readonly reason: string } {
  if (isGrpcServiceError(thrown)) return { code: thrown.code, reason: thrown.details };
  if (!(thrown instanceof Error)) return { reason: String(thrown) };
  return isGrpcServiceError(thrown.cause) ? answerOf(thrown.cause) : { reason: thrown.message };
}
