import { createHash } from 'node:crypto';
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';
import { formatSidecar, parseKey, SIDECAR_SUFFIX } from '@tapehaul/archive';
import { zipFrame } from '@tapehaul/testkit/content';
import { simulator } from './service.ts';

/**
 * Has the archive publish a file with other rows, and the checksum of that: what is wrong is in its rows alone. Gives what ends that.
 * `change` receives the lines of the file, with its header where it has one.
 */
export async function changeRows(
  key: string,
  change: (lines: readonly string[]) => readonly string[],
): Promise<() => void> {
  const object = parseKey(key);
  if (object === undefined) throw new RangeError(key);
  const answer = await fetch(new URL(`${simulator.bucket}/${key}`, simulator.url));
  const { name, text } = entryOf(Buffer.from(await answer.arrayBuffer()));
  const lines = change(text.split('\n').slice(0, -1));
  const body = zipOf(name, lines.map((line) => `${line}\n`).join(''));
  const sha256 = createHash('sha256').update(body).digest('hex');
  const sidecar = Buffer.from(formatSidecar({ sha256, name: key.split('/').at(-1) ?? '' }, object.market));
  const replaced = [
    simulator.faults.add({ key, fault: { kind: 'replace', body } }),
    simulator.faults.add({ key: `${key}${SIDECAR_SUFFIX}`, fault: { kind: 'replace', body: sidecar } }),
  ];
  return () => {
    for (const one of replaced) one.remove();
  };
}

/** The name and the text of the first file in a zip. */
function entryOf(zip: Buffer): { readonly name: string; readonly text: string } {
  const [size, nameLength, extraLength] = [zip.readUInt32LE(18), zip.readUInt16LE(26), zip.readUInt16LE(28)];
  const start = 30 + nameLength + extraLength;
  const text = inflateRawSync(zip.subarray(start, start + size)).toString();
  return { name: zip.subarray(30, 30 + nameLength).toString(), text };
}

function zipOf(name: string, text: string): Buffer {
  const csv = Buffer.from(text);
  const deflated = deflateRawSync(csv);
  const sizes = { compressedSize: deflated.length, size: csv.length };
  const { head, tail } = zipFrame({ name, method: 'deflated', crc32: crc32(csv), ...sizes });
  return Buffer.concat([head, deflated, tail]);
}
