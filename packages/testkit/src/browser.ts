import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** Path of a browser: `CHROME_PATH`, else on PATH. Throws an Error that says what is missing. */
export function browserPath(): string {
  const { CHROME_PATH, PATH = '' } = process.env;
  const onPath = PATH.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const found = CHROME_PATH ?? onPath.find((path) => existsSync(path));
  if (found === undefined) throw new Error('no browser: install chromium, or set CHROME_PATH');
  return found;
}
