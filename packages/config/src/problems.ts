import { nearest, type Problem } from '@tapehaul/errors';
import type { z } from 'zod';

/** A zod issue in words: the field, the value, what was expected and the nearest valid value. */
export function problemOf(issue: z.core.$ZodIssue): Problem {
  const path = pathText(issue.path);
  if (issue.code === 'invalid_value') {
    const valid = issue.values.map(String);
    const suggestion = typeof issue.input === 'string' ? nearest(issue.input, valid) : undefined;
    const expected = valid.length === 1 ? valid[0] : `one of ${valid.join(', ')}`;
    return withSuggestion({ path, message: `${found(issue.input)}, expected ${expected}` }, suggestion);
  }
  return { path, message: `${found(issue.input)}, expected ${expectation(issue)}` };
}

/** A problem with the nearest valid value, when there is one. */
export function withSuggestion(problem: Problem, suggestion: string | undefined): Problem {
  return suggestion === undefined ? problem : { ...problem, suggestion };
}

/** A problem as one line of text. */
export function problemText({ path, message, suggestion }: Problem): string {
  return `${path}: ${message}${suggestion === undefined ? '' : ` (did you mean ${suggestion}?)`}`;
}

/** A path as people write it: `markets[1]`, `date_range.end`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');
}

/** A value as found in the input, shortened. */
export function found(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = JSON.stringify(value) ?? String(value);
  return `got ${text.length > 80 ? `${text.slice(0, 77)}...` : text}`;
}

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return EXPECTED_TYPES[issue.expected] ?? issue.expected;
    case 'too_small':
      return issue.origin === 'array'
        ? 'at least one entry'
        : `at least ${issue.minimum}${lengthUnit(issue)}`;
    case 'too_big':
      return `at most ${issue.maximum}${lengthUnit(issue)}`;
    default:
      return issue.message;
  }
}

const EXPECTED_TYPES: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'an object',
  string: 'a text',
  boolean: 'true or false',
  number: 'a number',
  int: 'a whole number',
};

function lengthUnit(issue: { readonly origin: string }): string {
  return issue.origin === 'string' ? ' characters' : '';
}
