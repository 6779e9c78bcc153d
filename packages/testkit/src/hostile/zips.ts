import { constants, crc32, deflateRawSync } from 'node:zlib';

/** One entry of a zip, with what it states, true or not. */
export interface StatedEntry {
  readonly name: string;
  readonly data: Buffer;
  /** 8 for deflated data, 0 for data as it is. */
  readonly method: number;
  readonly size: number;
  readonly crc: number;
  readonly flags?: number;
}

/** An entry of zeros, deflated. */
export function zeros(name: string, size: number, stated: number = size): StatedEntry {
  const content = Buffer.alloc(size);
  return { name, data: deflateRawSync(content), method: 8, size: stated, crc: crc32(content) };
}

/** A zip of ten megabytes that holds ten gigabytes of zeros, and states as many bytes. */
export function bomb(stated: number): Buffer {
  // Blocks that end at a byte, so that they can follow each other, and an empty last one.
  const part = deflateRawSync(Buffer.alloc(64 * 2 ** 20), { finishFlush: constants.Z_FULL_FLUSH });
  const data = Buffer.concat([...Array.from({ length: 160 }, () => part), Buffer.of(3, 0)]);
  return zipOf([{ name: 'a.csv', data, method: 8, size: stated, crc: 0 }]);
}

/** A zip of those entries. */
export function zipOf(entries: readonly StatedEntry[]): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, data, method, size, crc, flags = 0 } of entries) {
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(flags, 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(crc, 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(size, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const header = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), data]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    central.push(Buffer.from('PK\x01\x02\x14\0', 'latin1'), common, place, Buffer.from(name));
    local.push(header);
    offset += header.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...local, directory, Buffer.from('PK\x05\x06'), end]);
}
