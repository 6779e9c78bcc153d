import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, type Body, textAnswer } from '../s3/answer.ts';
import { errorAnswer } from '../s3/errors.ts';
import { answerObject } from '../s3/objects.ts';
import type { S3Request } from '../s3/request.ts';
import type { Fault } from './fault.ts';

/**
 * The answer to a request that meets a fault, as far as the fault changes what is said; {@link cutOf} says
 * how the transfer breaks. `honest` gives the answer without a fault. Rejects when `signal` aborts the wait.
 */
export async function faultyAnswer(
  fault: Fault,
  request: S3Request,
  honest: () => Promise<Answer>,
  signal: AbortSignal,
): Promise<Answer> {
  switch (fault.kind) {
    case 'status':
      return statusAnswer(fault, request);
    case 'missing':
      return errorAnswer(request, 404);
    case 'replace':
      return replacement(fault.body, request);
    case 'alter': {
      const answer = await honest();
      return { ...answer, body: altered(answer.body) };
    }
    case 'delay':
      await sleep(fault.milliseconds, undefined, { signal });
      return honest();
    case 'hold':
      await orAborted(fault.until, signal);
      return honest();
    default:
      return honest();
  }
}

function statusAnswer(fault: Fault & { kind: 'status' }, request: S3Request): Answer {
  const { status, code, retryAfterSeconds, body } = fault;
  const answer =
    body === undefined ? errorAnswer(request, status, code) : textAnswer(status, 'text/html', body);
  if (retryAfterSeconds === undefined) return answer;
  return { ...answer, headers: { ...answer.headers, 'retry-after': String(retryAfterSeconds) } };
}

function replacement(bytes: Uint8Array, request: S3Request): Promise<Answer> {
  const etag = createHash('md5').update(bytes).digest('hex');
  const object = { key: request.key, size: bytes.length, etag, lastModified: new Date(0) };
  return answerObject(
    {
      stat: () => Promise.resolve(object),
      read: async function* (_, { start, end }) {
        yield bytes.subarray(start, end);
      },
    },
    request,
  );
}

function altered(body: Body): Body {
  const middle = Math.floor(body.length / 2);
  return {
    length: body.length,
    chunks: (async function* () {
      let position = 0;
      for await (const chunk of body.chunks) {
        const byte = chunk[middle - position];
        if (byte === undefined) yield chunk;
        else yield chunk.with(middle - position, byte ^ 0xff);
        position += chunk.length;
      }
    })(),
  };
}

async function orAborted(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
