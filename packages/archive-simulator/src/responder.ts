import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { cutOf, send } from './delivery.ts';
import type { Fault } from './faults/fault.ts';
import type { FaultPlan } from './faults/fault-plan.ts';
import { faultyAnswer } from './faults/faulty-answer.ts';
import type { RequestLog } from './faults/request-log.ts';
import type { Answer } from './s3/answer.ts';
import { answerRequest } from './s3/answer-request.ts';
import { errorAnswer } from './s3/errors.ts';
import { type AddressStyle, readRequest, type S3Request } from './s3/request.ts';
import type { ObjectSource } from './source/source.ts';

/** What a responder serves, and how. */
export interface ResponderOptions {
  readonly bucket: string;
  readonly source: ObjectSource;
  readonly faults: FaultPlan;
  readonly requests: RequestLog;
  readonly style?: AddressStyle;
  readonly latencyMs?: number;
  readonly bytesPerSecond?: number;
}

/** Answers HTTP requests as S3 would, except where a fault applies. */
export function responder(options: ResponderOptions): RequestListener {
  const { bucket, source, faults, requests, latencyMs } = options;

  async function answer(request: S3Request, fault: Fault | undefined, signal: AbortSignal): Promise<Answer> {
    if (latencyMs !== undefined) await sleep(latencyMs, undefined, { signal });
    const honest = () => answerRequest(source, bucket, request);
    const sent = fault === undefined ? await honest() : await faultyAnswer(fault, request, honest, signal);
    return { ...sent, headers: { ...sent.headers, 'x-amz-request-id': request.id, server: 'AmazonS3' } };
  }

  async function respond(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const signal = leavingSignal(response);
    const request = readRequest(message, options.style, bucket);
    let fault: Fault | undefined;
    let sent: Answer;
    if (request === undefined) {
      sent = errorAnswer(UNREADABLE, 400, 'InvalidURI', "Couldn't parse the specified URI.");
    } else {
      requests.add(request);
      fault = faults.take(request);
      sent = await answer(request, fault, signal).catch((error: unknown) => {
        signal.throwIfAborted();
        return errorAnswer(request, 500, 'InternalError', String(error));
      });
    }
    await send(response, sent, {
      bytesPerSecond: options.bytesPerSecond,
      cut: cutOf(fault),
      signal,
      onBytes: (count) => requests.addBytes(count),
    });
  }

  return (message, response) => {
    message.resume();
    // What fails here is a transfer: the client has left, or the body broke off behind its headers.
    respond(message, response).catch(() => response.destroy());
  };
}

const UNREADABLE = { id: '', bucket: '', key: '' };

/** Aborts when the connection is closed, by either side, before or after the answer was sent. */
function leavingSignal(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => controller.abort());
  return controller.signal;
}
