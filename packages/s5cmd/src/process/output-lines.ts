import type { Readable } from 'node:stream';

/** A line longer than this many characters is no result of s5cmd's, and is handed over in pieces. */
const LONGEST = 1 << 20;

/** Hands over the lines of a stream as they come, all lines of a chunk at once. */
export function onLines(stream: Readable, receive: (lines: readonly string[]) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = (lines.at(-1)?.length ?? 0) > LONGEST ? '' : (lines.pop() ?? '');
    if (lines.length > 0) receive(lines);
  });
  stream.on('end', () => {
    if (rest !== '') receive([rest]);
  });
}
