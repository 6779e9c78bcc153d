import { checkOptionNames, type Problem, TapehaulError } from '@tapehaul/errors';
import * as z from 'zod';

const address = 'an address as https://host or http://host:port';
const whole = 'a whole number of at least 1';
const positive = 'a number above 0';

/** What any of the options may be, where it is given. */
const optionsSchema = z.object({
  endpoint: z.string(address).refine(isAddress, address).optional(),
  concurrency: z.int(whole).min(1, whole).optional(),
  timeoutSeconds: z.number(positive).positive(positive).optional(),
  totalTimeoutSeconds: z.number(positive).positive(positive).optional(),
  maxBytesPerSecond: z.number(positive).positive(positive).optional(),
});

/** The names of a function's options. */
export type OptionNames<Options> = Readonly<Record<keyof Options & string, true>>;

/** Throws a TapehaulError `config_invalid` with all that is wrong with the options of that function. */
export function checkOptions<Options extends object>(
  name: string,
  options: Options,
  names: OptionNames<Options>,
): void {
  const { error } = optionsSchema.safeParse(options, { reportInput: true });
  if (error === undefined) {
    checkOptionNames(name, options, names);
    return;
  }
  const problems = error.issues.map(({ path, input, message }) => {
    return problem(path.join('.') || 'options', input, path.length === 0 ? 'an object' : message);
  });
  const texts = problems.map(({ path, message, suggestion }) => {
    return `${path}: ${message}${suggestion === undefined ? '' : ` (did you mean ${suggestion}?)`}`;
  });
  throw new TapehaulError('config_invalid', `${name} cannot work with these options: ${texts.join('; ')}`, {
    problems,
    hint: 'Correct the options named above, or leave those out that have a default.',
  });
}

function problem(path: string, value: unknown, expected: string): Problem {
  const got = JSON.stringify(value) ?? String(value);
  const suggestion = path === 'endpoint' && typeof value === 'string' ? nearAddress(value) : undefined;
  const message = `got ${got}, expected ${expected}`;
  return suggestion === undefined ? { path, message } : { path, message, suggestion };
}

/** The address that a name without a scheme most likely means. */
function nearAddress(text: string): string | undefined {
  const address = `https://${text}`;
  return !text.includes('://') && isAddress(address) ? address : undefined;
}

function isAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
