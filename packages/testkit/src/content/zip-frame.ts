/** The one entry of a zip. */
export interface ZipEntry {
  readonly name: string;
  readonly method: 'stored' | 'deflated';
  readonly crc32: number;
  /** Bytes in the zip. */
  readonly compressedSize: number;
  /** Bytes once inflated. */
  readonly size: number;
}

const VERSION = 20;
const METHOD = { stored: 0, deflated: 8 } as const;
/** 2020-01-02 in DOS form: the same bytes at any time. */
const DOS_DATE = ((2020 - 1980) << 9) | (1 << 5) | 2;

/** What stands before and after the content of a zip of one entry: together they are the whole file. */
export function zipFrame(entry: ZipEntry): { readonly head: Buffer; readonly tail: Buffer } {
  const name = Buffer.from(entry.name);
  const fields = commonFields(entry, name.length);
  const head = Buffer.concat([Buffer.from('PK\x03\x04'), fields, name]);
  const central = Buffer.concat([Buffer.from('PK\x01\x02'), u16(VERSION), fields, Buffer.alloc(14), name]);
  const directory = [u32(central.length), u32(head.length + entry.compressedSize)];
  const end = Buffer.concat([
    Buffer.from('PK\x05\x06'),
    Buffer.alloc(4),
    u16(1),
    u16(1),
    ...directory,
    u16(0),
  ]);
  return { head, tail: Buffer.concat([central, end]) };
}

/** The fields that the header before the content and the one in the directory share. */
function commonFields({ method, crc32, compressedSize, size }: ZipEntry, nameLength: number): Buffer {
  const kind = [u16(VERSION), u16(0), u16(METHOD[method]), u16(0), u16(DOS_DATE)];
  return Buffer.concat([...kind, u32(crc32), u32(compressedSize), u32(size), u16(nameLength), u16(0)]);
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
