import { zipSync } from 'fflate';

const UNIX = 3;
const REGULAR_FILE_0644 = 0o100644 << 16;
/** fflate writes local time: a date made from local parts gives the same bytes in every time zone. */
const MODIFIED = new Date(2020, 0, 2, 12);

/** A zip that holds one deflated file, with the same bytes for the same content everywhere. */
export function zipFile(name: string, text: string): Uint8Array {
  return zipSync(
    { [name]: Buffer.from(text) },
    { level: 1, mtime: MODIFIED, os: UNIX, attrs: REGULAR_FILE_0644 },
  );
}
