import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from './faults/fault.ts';
import type { Answer, Body } from './s3/answer.ts';

/** How a transfer breaks off: after that many bytes of the body, or before any header. */
export interface Cut {
  readonly afterBytes: number | 'nothing';
  readonly end: 'reset' | 'close' | 'stall';
}

/** How a fault breaks a transfer off, if it does. */
export function cutOf(fault: Fault | undefined): Cut | undefined {
  if (fault?.kind === 'truncate') return { afterBytes: fault.bytes, end: 'close' };
  if (fault?.kind !== 'reset' && fault?.kind !== 'stall') return undefined;
  return { afterBytes: fault.afterBytes ?? 'nothing', end: fault.kind };
}

/** How an answer is to be sent. */
export interface Delivery {
  /** Most body bytes a second; undefined for as fast as it goes. */
  readonly bytesPerSecond: number | undefined;
  readonly cut: Cut | undefined;
  /** Aborts when the client has left or the simulator closes. */
  readonly signal: AbortSignal;
  /** Called with the body bytes that were handed to the connection. */
  readonly onBytes: (count: number) => void;
}

/** Sends an answer, in full or up to the cut. Rejects when `signal` aborts or the body cannot be read. */
export async function send(response: ServerResponse, answer: Answer, transfer: Delivery): Promise<void> {
  const { cut } = transfer;
  if (cut?.afterBytes === 'nothing') return breakOff(response, cut, transfer.signal);
  const { length, chunks } = answer.body;
  response.writeHead(answer.status, { ...answer.headers, 'content-length': length });
  response.flushHeaders();
  if (response.req.method !== 'HEAD') {
    const body = { length, chunks: cut === undefined ? chunks : firstBytes(chunks, cut.afterBytes) };
    await sendBody(response, body, transfer);
  }
  if (cut === undefined) response.end();
  else await breakOff(response, cut, transfer.signal);
}

async function sendBody(response: ServerResponse, body: Body, transfer: Delivery): Promise<void> {
  const { bytesPerSecond, signal, onBytes } = transfer;
  const started = performance.now();
  let sent = 0;
  for await (const chunk of paced(body.chunks, bytesPerSecond)) {
    sent += chunk.length;
    const due = bytesPerSecond === undefined ? started : started + (sent / bytesPerSecond) * 1_000;
    const early = due - performance.now();
    if (early > 1) await sleep(early, undefined, { signal });
    signal.throwIfAborted();
    onBytes(chunk.length);
    if (!response.write(chunk)) await once(response, 'drain', { signal });
  }
}

/** Chunks of a tenth of a second at most, so that a slow transfer flows evenly. */
async function* paced(
  chunks: Body['chunks'],
  bytesPerSecond: number | undefined,
): AsyncGenerator<Uint8Array> {
  const most = Math.max(1, Math.floor((bytesPerSecond ?? Number.POSITIVE_INFINITY) / 10));
  for await (const chunk of chunks) {
    for (let start = 0; start < chunk.length; start += most) yield chunk.subarray(start, start + most);
  }
}

async function* firstBytes(chunks: Body['chunks'], count: number): AsyncGenerator<Uint8Array> {
  let left = count;
  if (left === 0) return;
  for await (const chunk of chunks) {
    yield chunk.subarray(0, left);
    left -= chunk.length;
    if (left <= 0) return;
  }
}

/** The connection of a response, once the responses to earlier requests on it have been sent. Rejects when `signal` aborts. */
async function socketOf(response: ServerResponse, signal: AbortSignal): Promise<Socket> {
  const [socket] = await once(response, 'socket', { signal });
  return socket;
}

/** Ends a connection in the way of the cut, with what was written so far sent out first. */
async function breakOff(response: ServerResponse, cut: Cut, signal: AbortSignal): Promise<void> {
  const socket = response.socket ?? (await socketOf(response, signal));
  await new Promise((resolve) => socket.write('', resolve));
  if (cut.end === 'reset') socket.resetAndDestroy();
  else if (cut.end === 'close') socket.destroySoon();
  else if (!signal.aborted) await once(signal, 'abort');
}
