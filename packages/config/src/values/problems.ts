import { likelyMeant, nearest, type Problem, redacted, visible } from '@tapehaul/errors';
import type * as z from 'zod';
import { keysAt } from './nested-keys.ts';

/** A zod issue in words: the field, the value, what was expected and the nearest valid value. */
export function problemsOf(issue: z.core.$ZodIssue): Problem[] {
  if (issue.code === 'invalid_union') return unionProblems(issue);
  const path = pathText(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const keys = keysAt(path);
    return issue.keys.map((key) => {
      const problem = { path: `${path}.${key}`, message: `no such key, expected ${keys.join(', ')}` };
      return withSuggestion(problem, nearest(key, keys));
    });
  }
  if (issue.code === 'invalid_value') {
    const valid = issue.values.map(String);
    const suggestion = typeof issue.input === 'string' ? likelyMeant(issue.input, valid) : undefined;
    const expected = valid.length === 1 ? valid[0] : `one of ${valid.join(', ')}`;
    return [withSuggestion({ path, message: `${found(issue.input)}, expected ${expected}` }, suggestion)];
  }
  const problem = { path, message: `${found(issue.input)}, expected ${expectation(issue)}` };
  return [withSuggestion(problem, suggestionOf(issue))];
}

/** The faults of the form that was likely meant: the one that goes deepest into the value. */
function unionProblems({ errors, path, input, message }: z.core.$ZodIssueInvalidUnion): Problem[] {
  const deepest = errors.find((issues) =>
    issues.every(({ path: inner, code }) => inner.length > 0 || code === 'unrecognized_keys'),
  );
  if (deepest === undefined) {
    const lists = `a list, or a list for each ${path[0] === 'intervals' ? 'candle type' : 'market'}`;
    const expected = message.startsWith('Invalid input') ? lists : message;
    return [{ path: pathText(path), message: `${found(input)}, expected ${expected}` }];
  }
  return deepest.flatMap((issue) => problemsOf({ ...issue, path: [...path, ...issue.path] }));
}

function suggestionOf(issue: z.core.$ZodIssue): string | undefined {
  if (issue.code !== 'custom' || typeof issue.input !== 'string') return undefined;
  const suggest: unknown = issue.params?.suggest;
  const suggestion: unknown = typeof suggest === 'function' ? suggest(issue.input) : undefined;
  return typeof suggestion === 'string' ? suggestion : undefined;
}

/** A problem with the nearest valid value, when there is one. */
export function withSuggestion(problem: Problem, suggestion: string | undefined): Problem {
  return suggestion === undefined ? problem : { ...problem, suggestion };
}

/** A problem as one line of text. */
export function problemText({ path, message, suggestion }: Problem): string {
  return visible(`${path}: ${message}${suggestion === undefined ? '' : ` (did you mean ${suggestion}?)`}`);
}

/** A path as people write it: `markets[1]`, `date_range.end`. */
function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');
}

/** A value as found in the input, shortened, without the credentials and signatures of an address. */
export function found(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = redacted(JSON.stringify(value) ?? String(value));
  return `got ${text.length > 80 ? `${text.slice(0, 77)}...` : text}`;
}

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      if (!issue.message.startsWith('Invalid input')) return issue.message;
      return EXPECTED_TYPES[issue.expected] ?? issue.expected;
    case 'too_small':
      if (issue.origin === 'array') return 'at least one entry';
      return issue.origin === 'string' ? 'a non-empty string' : `at least ${issue.minimum}`;
    case 'too_big':
      return `at most ${issue.maximum}`;
    default:
      return issue.message;
  }
}

const EXPECTED_TYPES: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'an object',
  string: 'a string',
  boolean: 'true or false',
  number: 'a number',
  int: 'a whole number',
  record: 'an object',
};
