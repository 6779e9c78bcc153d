import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { Fault, FaultRule } from '@tapehaul/archive-simulator';
import { VICTIM } from './victim.ts';

/** A fault of the archive or of the way to it, and how it must end, whichever engine meets it. */
export interface FaultRow {
  readonly fault: string;
  readonly rules: readonly FaultRule[];
  /** Status and error code, in the words of the table in the docs. */
  readonly ends: string;
  /** Where an engine cannot report as much. */
  readonly endsWithS5cmd?: string;
}

const SIDECAR = `${VICTIM}.CHECKSUM`;
const always = (key: string, fault: Fault): FaultRule => ({ key, method: 'GET', fault });
const times = (count: number, key: string, fault: Fault): FaultRule => ({
  ...always(key, fault),
  times: count,
});
const digest = createHash('sha256').update('something else').digest('hex');
const text = (body: string): Fault => ({ kind: 'replace', body: Buffer.from(body) });
const page: Fault = { kind: 'status', status: 200, body: '<html><body>please log in</body></html>' };
const xml: Fault = {
  kind: 'status',
  status: 200,
  body: '<?xml version="1.0"?><Error><Code>SlowDown</Code></Error>',
};
const slowDown: Fault = { kind: 'status', status: 503, code: 'SlowDown' };
const anything = /./;

/** The fault table. */
export const FAULTS: readonly FaultRow[] = [
  {
    fault: 'a 503 storm over all objects that passes',
    rules: [{ key: anything, times: 6, fault: slowDown }],
    ends: 'downloaded',
  },
  { fault: '503 for ever', rules: [always(VICTIM, slowDown)], ends: 'failed throttled' },
  {
    fault: '429 with Retry-After that passes',
    rules: [times(1, VICTIM, { kind: 'status', status: 429, code: 'TooManyRequests', retryAfterSeconds: 1 })],
    ends: 'downloaded',
  },
  {
    fault: '500 that passes',
    rules: [times(2, VICTIM, { kind: 'status', status: 500 })],
    ends: 'downloaded',
  },
  {
    fault: '403',
    rules: [always(VICTIM, { kind: 'status', status: 403, code: 'AccessDenied' })],
    ends: 'failed access_denied',
  },
  { fault: '404 of S3', rules: [{ key: VICTIM, fault: { kind: 'missing' } }], ends: 'absent not_found' },
  {
    fault: '404 of something that is not S3',
    rules: [always(VICTIM, { kind: 'status', status: 404, body: '<html>nothing here</html>' })],
    ends: 'failed server_error',
  },
  {
    fault: 'a reset before the answer that passes',
    rules: [times(2, VICTIM, { kind: 'reset' })],
    ends: 'downloaded',
  },
  {
    fault: 'a reset before the answer for ever',
    rules: [always(VICTIM, { kind: 'reset' })],
    ends: 'failed connection_failed',
  },
  {
    fault: 'a reset in the body that passes',
    rules: [times(2, VICTIM, { kind: 'reset', afterBytes: 100 })],
    ends: 'downloaded',
  },
  {
    fault: 'a reset in the body for ever',
    rules: [always(VICTIM, { kind: 'reset', afterBytes: 100 })],
    ends: 'failed connection_failed',
  },
  {
    fault: 'a body cut short that passes',
    rules: [times(2, VICTIM, { kind: 'truncate', bytes: 100 })],
    ends: 'downloaded',
  },
  {
    fault: 'a body cut short for ever',
    rules: [always(VICTIM, { kind: 'truncate', bytes: 100 })],
    ends: 'failed connection_failed',
    endsWithS5cmd: 'failed truncated',
  },
  {
    fault: 'a stalled body that passes',
    rules: [times(1, VICTIM, { kind: 'stall', afterBytes: 100 })],
    ends: 'downloaded',
  },
  {
    fault: 'a stalled body for ever',
    rules: [always(VICTIM, { kind: 'stall', afterBytes: 100 })],
    ends: 'failed stalled',
  },
  { fault: 'altered bytes once', rules: [times(1, VICTIM, { kind: 'alter' })], ends: 'downloaded' },
  {
    fault: 'altered bytes for ever',
    rules: [always(VICTIM, { kind: 'alter' })],
    ends: 'failed checksum_disputed',
  },
  {
    fault: 'a sidecar with another digest',
    rules: [always(SIDECAR, text(`${digest}  ${basename(VICTIM)}`))],
    ends: 'failed checksum_disputed',
  },
  {
    fault: 'a sidecar of another object',
    rules: [always(SIDECAR, text(`${digest}  BTCUSDT-1h-2026-07-01.zip\n`))],
    ends: 'failed sidecar_invalid',
  },
  { fault: 'a missing sidecar', rules: [{ key: SIDECAR, fault: { kind: 'missing' } }], ends: 'unverified' },
  {
    fault: 'an HTML page with status 200 once, and no sidecar',
    rules: [times(1, VICTIM, page), { key: SIDECAR, fault: { kind: 'missing' } }],
    ends: 'unverified',
  },
  {
    fault: 'altered bytes for ever, and no sidecar',
    rules: [always(VICTIM, { kind: 'alter' }), { key: SIDECAR, fault: { kind: 'missing' } }],
    ends: 'failed not_a_zip',
  },
  {
    fault: 'an HTML page with status 200 for the object',
    rules: [always(VICTIM, page)],
    ends: 'failed not_a_zip',
  },
  {
    fault: 'an XML error with status 200 for the object',
    rules: [always(VICTIM, xml)],
    ends: 'failed not_a_zip',
  },
  {
    fault: 'an HTML page with status 200 for the sidecar',
    rules: [always(SIDECAR, page)],
    ends: 'failed sidecar_invalid',
  },
];
