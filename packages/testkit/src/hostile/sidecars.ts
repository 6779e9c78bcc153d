import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { type Behaviour, MEBIBYTE, replaced } from './behaviour.ts';

const CHUNK = MEBIBYTE.subarray(0, 64 * 1_024);
const digest = '0123456789abcdef'.repeat(4);

/** Sources whose object is right and whose sidecar is not. */
export const SIDECARS: readonly Behaviour[] = [
  {
    name: 'a sidecar of a gigabyte',
    of: 'sidecar',
    act: async ({ answer, forEver }) => {
      await answer({ 'content-length': 2 ** 30 });
      await forEver(CHUNK, 2);
    },
    ends: 'failed sidecar_invalid',
    representative: true,
  },
  {
    name: 'a sidecar without length and end',
    of: 'sidecar',
    act: async ({ answer, forEver }) => {
      await answer({ connection: 'close' });
      await forEver(CHUNK, 2);
    },
    ends: 'failed sidecar_invalid',
    representative: true,
  },
  {
    name: 'a sidecar of chunks without end',
    of: 'sidecar',
    act: async ({ answer, forEver }) => {
      await answer({ 'transfer-encoding': 'chunked' });
      await forEver(`64\r\n${'a'.repeat(100)}\r\n`, 1);
    },
    ends: 'failed sidecar_invalid',
  },
  {
    name: 'a sidecar of 1,025 bytes',
    of: 'sidecar',
    act: replaced('a'.repeat(1_025)),
    ends: 'failed sidecar_invalid',
  },
  {
    name: 'a sidecar of 1,024 bytes that is none',
    of: 'sidecar',
    act: replaced('a'.repeat(1_024)),
    ends: 'failed sidecar_invalid',
  },
  { name: 'an empty sidecar', of: 'sidecar', act: replaced(''), ends: 'failed sidecar_invalid' },
  {
    name: 'a sidecar that is a long page',
    of: 'sidecar',
    act: replaced(`<html>${'please log in '.repeat(1_000)}`),
    ends: 'failed sidecar_invalid',
  },
  {
    name: 'a sidecar of random bytes',
    of: 'sidecar',
    act: replaced(Buffer.from('\0\x01\x02\xff\xfe'.repeat(20), 'latin1')),
    ends: 'failed sidecar_invalid',
  },
  {
    name: 'a sidecar of ../../etc/passwd',
    of: 'sidecar',
    act: replaced(`${digest}  ../../etc/passwd`),
    ends: 'failed sidecar_invalid',
  },
  {
    name: 'a sidecar whose name has escapes of a terminal',
    of: 'sidecar',
    act: replaced(`${digest}  \u001b[2Jevil\u202e.zip`),
    ends: 'failed sidecar_invalid',
  },
  {
    name: 'a sidecar with two digests',
    of: 'sidecar',
    act: replaced(`${digest}  a.zip\n${digest}  b.zip\n`),
    ends: 'failed sidecar_invalid',
  },
  {
    name: 'a compressed sidecar',
    of: 'sidecar',
    act: replaced(gzipSync('a')),
    ends: 'failed sidecar_invalid',
  },
  {
    name: 'a sidecar of which a byte comes now and then',
    of: 'sidecar',
    act: async ({ answer, honest, send }) => {
      await answer({ 'content-length': honest.length });
      for (const byte of honest) {
        await send(Buffer.of(byte));
        await sleep(50);
      }
    },
    ends: 'failed too_slow',
    representative: true,
  },
  {
    name: 'a sidecar that never comes',
    of: 'sidecar',
    act: ({ left }) => left(),
    ends: 'failed stalled',
  },
  {
    name: 'a sidecar that is a part of one (206)',
    of: 'sidecar',
    act: async ({ answer, honest }) => {
      const headers = {
        'content-length': honest.length,
        'content-range': `bytes 0-${honest.length - 1}/${honest.length}`,
      };
      await answer(headers, honest, '206 Partial Content');
      return 'keep';
    },
    ends: 'failed server_error',
    endsWithS5cmd: 'downloaded',
  },
  {
    name: 'a sidecar that is redirected',
    of: 'sidecar',
    act: async ({ answer }) => {
      await answer({ location: 'http://127.0.0.1:9/elsewhere', 'content-length': 0 }, '', '302 Found');
      return 'keep';
    },
    ends: 'failed request_refused',
  },
  {
    name: 'a sidecar that is forbidden',
    of: 'sidecar',
    act: async ({ answer }) => {
      await answer({ 'content-length': 0 }, '', '403 Forbidden');
      return 'keep';
    },
    ends: 'failed access_denied',
  },
];
