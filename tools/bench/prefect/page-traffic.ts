import { setTimeout } from 'node:timers/promises';
import type { CDPSession } from 'playwright-core';

/** What a page loads from when the counting begins. */
export interface Traffic {
  /** Bytes on the wire, encoded as they came, with their heads where the browser names them. */
  bytes(): number;
  requests(): number;
  elsewhere(): readonly string[];
  /** Fulfilled once nothing is in progress for N milliseconds, streams aside, or after {@link MOST}. */
  still(milliseconds: number): Promise<void>;
}

/** How long to wait for a page that never stops polling, in milliseconds. */
const MOST = 20_000;

const STREAMS = new Set(['EventSource', 'WebSocket']);

/** Counts what a page loads, by the browser's own network log. */
export function countTraffic(session: CDPSession, origin: string): Traffic {
  const bytes = new Map<string, number>();
  const open = new Set<string>();
  const elsewhere = new Set<string>();
  let requests = 0;
  let last = performance.now();
  const add = (id: string, more: number): void => void bytes.set(id, (bytes.get(id) ?? 0) + more);
  session.on('Network.requestWillBeSent', ({ requestId, request, type }) => {
    if (/^(?:data|blob):/.test(request.url)) return;
    requests += 1;
    last = performance.now();
    if (new URL(request.url).origin !== origin) elsewhere.add(request.url);
    if (!STREAMS.has(type ?? '')) open.add(requestId);
  });
  session.on('Network.responseReceived', ({ requestId, response }) => {
    if (response.mimeType === 'text/event-stream') open.delete(requestId);
  });
  session.on('Network.dataReceived', ({ requestId, encodedDataLength }) => add(requestId, encodedDataLength));
  session.on('Network.webSocketFrameReceived', ({ requestId, response }) =>
    add(requestId, response.payloadData.length),
  );
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    bytes.set(requestId, encodedDataLength);
    open.delete(requestId);
    last = performance.now();
  });
  session.on('Network.loadingFailed', ({ requestId }) => {
    open.delete(requestId);
    last = performance.now();
  });
  return {
    bytes: () => [...bytes.values()].reduce((sum, one) => sum + one, 0),
    requests: () => requests,
    elsewhere: () => [...elsewhere],
    async still(milliseconds) {
      const latest = performance.now() + MOST;
      while ((open.size > 0 || performance.now() - last < milliseconds) && performance.now() < latest)
        await setTimeout(50);
    },
  };
}
