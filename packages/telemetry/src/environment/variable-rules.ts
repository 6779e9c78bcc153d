import { readFileSync } from 'node:fs';
import { LONGEST_TIMER } from '@tapehaul/errors';

/** What is wrong with the value of a variable, and what happens in place of it. */
export interface VariableFault {
  /** What the value should be, such as `one of grpc, http/json`. */
  readonly expected: string;
  /** What is done instead; by default the variable is ignored. */
  readonly instead?: string;
  /** The value that takes its place; without one the variable counts as unset. */
  readonly value?: string;
  /** Whether the value may be a secret, and is not to be shown. */
  readonly isSecret?: boolean;
}

/** Checks the value of a variable, without the space around it; gives nothing where it can be followed. */
export type VariableRule = (value: string, env: NodeJS.ProcessEnv) => VariableFault | undefined;

/** One of these words; most variables of OpenTelemetry distinguish capitals. */
export function oneOf(
  words: readonly string[],
  { anyCase = false, instead }: WordOptions = {},
): VariableRule {
  const expected = `one of ${words.join(', ')}`;
  const fault = instead === undefined ? { expected } : { expected, instead };
  return (value) => (words.includes(anyCase ? value.toLowerCase() : value) ? undefined : fault);
}

interface WordOptions {
  readonly anyCase?: boolean;
  readonly instead?: string;
}

/** A list of words, of which those that are not known are left out. */
export function listOf(words: readonly string[]): VariableRule {
  return (value) => {
    const given = wordsOf(value);
    const known = given.filter((word) => words.includes(word));
    if (known.length === given.length) return undefined;
    const expected = `any of ${words.join(', ')}`;
    if (known.length === 0) return { expected };
    const rest = known.join(',');
    return { expected, instead: `tapehaul uses ${rest} alone`, value: rest };
  };
}

/** The first known word of a list, for what takes one alone. */
export function firstOf(words: readonly string[]): VariableRule {
  return (value) => {
    const given = wordsOf(value);
    const first = given.find((word) => words.includes(word));
    if (given.length === 1 && first !== undefined) return undefined;
    const expected = `one of ${words.join(', ')}`;
    return first === undefined
      ? { expected }
      : { expected, instead: `tapehaul uses ${first} alone`, value: first };
  };
}

function wordsOf(value: string): string[] {
  return value
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

/** A whole number within bounds. */
export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER): VariableRule {
  const upTo = most === Number.MAX_SAFE_INTEGER ? 'or more' : `to ${most}`;
  return (value) => {
    const number = Number(value);
    if (Number.isInteger(number) && number >= least && number <= most) return undefined;
    return { expected: `a whole number, ${least} ${upTo}` };
  };
}

/** A time in milliseconds that a timer can wait for. */
export const milliseconds: VariableRule = wholeNumber(1, LONGEST_TIMER);

/** `true` or `false`; anything else counts as false, as OpenTelemetry defines. */
export const boolean: VariableRule = oneOf(['true', 'false'], {
  anyCase: true,
  instead: 'it counts as false',
});

/** A file that can be read. */
export const file: VariableRule = (path) => {
  try {
    readFileSync(path);
    return undefined;
  } catch {
    return { expected: 'a file that can be read' };
  }
};

/** Pairs of name and value; `isSecret` for headers, which OpenTelemetry takes without those that are malformed. */
export function pairs(isSecret: boolean): VariableRule {
  return (value) => {
    const all = value.split(',').filter((entry) => entry.trim() !== '');
    const whole = all.filter(isSecret ? isHeader : isAttribute);
    if (whole.length === all.length) return undefined;
    const expected = 'a list of name=value';
    if (!isSecret) return { expected };
    const instead = `tapehaul uses the ${whole.length} of ${all.length} entries that are`;
    if (whole.length === 0) return { expected, isSecret };
    return { expected, isSecret, instead, value: whole.join(',') };
  };
}

function isHeader(entry: string): boolean {
  const [, value = ''] = /^\s*[\w!#$%&'*+.^`|~-]+\s*=(.+)$/.exec(entry) ?? [];
  return /^[\t\x20-\x7e]+$/.test(decoded(value) ?? '');
}

function isAttribute(entry: string): boolean {
  const [name, value, ...more] = entry.split('=').map((part) => decoded(part.trim()));
  if (!name || value === undefined || more.length > 0) return false;
  return name.length <= 255 && value.length <= 255;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
