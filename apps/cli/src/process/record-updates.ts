import { subscribe } from 'node:diagnostics_channel';
import { grouped, visible } from '@tapehaul/errors';
import type { RecordUpdate } from '@tapehaul/workflow';

/** Where the workflow publishes how far a record is that it brings up to date: `recordUpdates` of @tapehaul/catalog, which is loaded later. */
const CHANNEL = 'tapehaul:record-update';
/** Milliseconds before the first line, and between two. */
const EVERY = 1_000;

/** Says how far a record of an earlier version is brought up to date, where that takes longer than a second; on stderr by default. */
export function reportRecordUpdates(
  say: (line: string) => void = (line) => void process.stderr.write(`${line}\n`),
  now?: () => number,
): void {
  const report = recordUpdateReport(say, now);
  // A record is published as it is defined there.
  subscribe(CHANNEL, (message) => report(Object(message)));
}

/** Makes a line of an update, at most one a second. */
function recordUpdateReport(
  say: (line: string) => void,
  now: () => number = () => performance.now(),
): (update: RecordUpdate) => void {
  let last: number | undefined;
  return ({ place, done, total }) => {
    last ??= now();
    if (now() - last < EVERY) return;
    last = now();
    const rows = `${grouped(done)} of ${grouped(total)} rows`;
    say(`Bringing the record ${visible(place)} up to date with this version: ${rows}`);
  };
}
