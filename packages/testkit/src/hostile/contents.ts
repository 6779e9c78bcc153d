import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Behaviour, honestly, replaced } from './behaviour.ts';
import type { Act } from './serving/server.ts';
import { type StatedEntry, zeros, zipOf } from './zips.ts';

/** An object with other content, and a sidecar that proves it. */
function proved(body: () => Buffer): Pick<Behaviour, 'of' | 'act' | 'sidecar'> {
  let made: Buffer | undefined;
  const content = (): Buffer => {
    made ??= body();
    return made;
  };
  const sidecar: Act = (exchange) => {
    const digest = createHash('sha256').update(content()).digest('hex');
    const name = basename(exchange.path).replace('.CHECKSUM', '');
    return replaced(`${digest}  ${name}\n`)(exchange);
  };
  return { of: 'object', act: (exchange) => replaced(content())(exchange), sidecar };
}
const empty = (name: string): StatedEntry => ({ name, data: Buffer.alloc(0), method: 0, size: 0, crc: 0 });
const many = (count: number): Buffer =>
  zipOf(Array.from({ length: count }, (_, index) => empty(`${index}.csv`)));
const MIB = 2 ** 20;

/** Sources whose bytes arrive well and are not what they should be. */
export const CONTENTS: readonly Behaviour[] = [
  {
    name: 'a zip of 60,000 entries, with its sidecar',
    ...proved(() => many(60_000)),
    ends: 'failed zip_refused',
    representative: true,
  },
  { name: 'a zip of 17 entries, with its sidecar', ...proved(() => many(17)), ends: 'failed zip_refused' },
  {
    name: 'a zip of 64 MiB of zeros, with its sidecar',
    ...proved(() => zipOf([zeros('a.csv', 64 * MIB)])),
    ends: 'failed zip_refused',
    representative: true,
  },
  {
    name: 'a zip that states three gigabytes and holds zeros, with its sidecar',
    ...proved(() => zipOf([zeros('a.csv', MIB, 3 * 2 ** 30)])),
    ends: 'failed zip_refused',
  },
  {
    name: 'a zip that states 100 bytes and holds 64 MiB, with its sidecar',
    ...proved(() => zipOf([zeros('a.csv', 64 * MIB, 100)])),
    ends: 'failed not_a_zip',
    representative: true,
  },
  { name: 'a zip without entries, with its sidecar', ...proved(() => many(0)), ends: 'failed not_a_zip' },
  {
    name: 'an encrypted zip, with its sidecar',
    ...proved(() => zipOf([{ ...zeros('a.csv', 100), flags: 1 }])),
    ends: 'failed not_a_zip',
  },
  {
    name: 'a zip packed in an unknown way, with its sidecar',
    ...proved(() => zipOf([{ ...zeros('a.csv', 100), method: 93 }])),
    ends: 'failed not_a_zip',
  },
  {
    name: 'a zip whose entry is called ../../etc/passwd, with its sidecar',
    ...proved(() => zipOf([zeros('../../etc/passwd', 100)])),
    ends: 'failed not_a_zip',
  },
  {
    name: 'a zip whose entry is called ../../x before its data alone, with its sidecar',
    ...proved(() => {
      const zip = zipOf([zeros('a/b/c/d.csv', 100)]);
      zip.write('../../x.csv', zip.indexOf('a/b/c/d.csv'));
      return zip;
    }),
    ends: 'failed not_a_zip',
  },
  {
    name: 'a zip whose two entries are the same bytes, with its sidecar',
    ...proved(() => {
      const zip = zipOf([zeros('a.csv', 100), zeros('a.csv', 100)]);
      // The place of the second entry, which is the last one of the directory, becomes that of the first.
      zip.writeUInt32LE(0, zip.lastIndexOf('PK\x01\x02') + 42);
      return zip;
    }),
    ends: 'failed zip_refused',
  },
  {
    name: 'a zip whose end is missing, with its sidecar',
    ...proved(() => zipOf([zeros('a.csv', 1_000)]).subarray(0, -10)),
    ends: 'failed not_a_zip',
  },
  {
    name: 'the object compressed once more (Content-Encoding: gzip)',
    of: 'object',
    act: async (exchange) => {
      const body = gzipSync(exchange.honest);
      await exchange.answer({ 'content-encoding': 'gzip', 'content-length': body.length }, body);
      return 'keep';
    },
    ends: 'failed not_a_zip',
  },
  {
    name: 'a gzip bomb (Content-Encoding: gzip)',
    of: 'object',
    act: async ({ answer }) => {
      const body = gzipSync(Buffer.alloc(64 * MIB));
      await answer({ 'content-encoding': 'gzip', 'content-length': body.length }, body);
      return 'keep';
    },
    ends: 'failed not_a_zip',
  },
  {
    name: 'an unknown Content-Encoding',
    of: 'object',
    act: honestly({ 'content-encoding': 'rot13, br, br, br' }),
    ends: 'downloaded',
  },
  {
    name: 'other bytes of the same length',
    of: 'object',
    act: (exchange) => {
      const body = Buffer.from(exchange.honest);
      body[body.length >> 1] = (body[body.length >> 1] ?? 0) ^ 0xff;
      return replaced(body)(exchange);
    },
    ends: 'failed checksum_disputed',
  },
  {
    name: 'another object at each request',
    of: 'object',
    act: (exchange) => replaced(zipOf([zeros(`${exchange.nth}.csv`, 10)]))(exchange),
    ends: 'failed checksum_mismatch',
  },
];
