/** Prints a line for people on stdout. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Prints one JSON object as a line on stdout. */
export function printJson(line: object): void {
  print(JSON.stringify(line));
}
