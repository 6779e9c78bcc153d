import { visibleJson, visibleScreen } from '@tapehaul/errors';

/** Prints a line for people on stdout. */
export function print(line: string): void {
  process.stdout.write(`${visibleScreen(line)}\n`);
}

/** Prints one JSON object as a line on stdout. */
export function printJson(line: object): void {
  process.stdout.write(jsonLine(line));
}

/** A value as a line of JSON that a terminal can show: what is not seen is an escape of JSON. */
export function jsonLine(value: unknown): string {
  return `${visibleJson(JSON.stringify(value))}\n`;
}
