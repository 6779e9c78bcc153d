import type { Problem } from '@tapehaul/errors';
import { wholeRange } from '../keys/date-rules.ts';
import { type Meaning, unreadable } from '../keys/key-rule.ts';
import { ruleOf } from '../keys/key-rules.ts';
import { nestedRule } from '../keys/nested-rules.ts';
import { sourcePlace } from '../keys/source-place.ts';
import { storageRule } from '../keys/storage-rules.ts';
import { unknownKey } from '../keys/unknown-key.ts';
import { folded } from '../names/folded.ts';
import { NESTED_KEYS } from '../values/nested-keys.ts';
import { found, withSuggestion } from '../values/problems.ts';
import { isRecord } from '../values/records.ts';
import { isSecret } from '../values/secrets.ts';
import { KeyValues } from './key-values.ts';

type Input = Readonly<Record<string, unknown>>;

/** A configuration in our keys, and what was made of others. */
export interface Translated {
  readonly input: Input;
  readonly problems: readonly Problem[];
  /** What was read under another name, and what has no effect. */
  readonly notes: readonly Problem[];
  /** Where the value of each of our paths stands in the file, if under another name. */
  readonly writtenAt: ReadonlyMap<string, string>;
  /** Whether a group of keys was refused: what seems to be missing may stand in it. */
  readonly refusesGroup: boolean;
}

/**
 * Reads a configuration whose keys may be those of other tools: `max_workers` is `max_parallel_downloads`, wherever it
 * stands. With `strict` they are problems, each with the key to write, and so are groups of keys: who checks a key at the top
 * level must not find its value come from below. Secrets are left out; they are reported elsewhere.
 */
export function translateKeys(file: Input, keys: readonly string[], strict: boolean): Translated {
  const reader = new Reader(keys, strict);
  reader.read(file, '');
  return reader.end();
}

/** Objects of ours whose keys are read one by one. */
const NESTED = Object.entries(NESTED_KEYS).filter(([key]) => key !== 'symbols');

type Values = readonly (readonly [path: string, value: unknown])[];

class Reader {
  readonly #keys: readonly string[];
  readonly #strict: boolean;
  readonly #values: KeyValues;
  readonly #problems: Problem[] = [];
  readonly #notes: Problem[] = [];
  #refusesGroup = false;
  /** A day for want of a range. */
  #defaultDate: { readonly value: unknown; readonly at: string } | undefined;

  constructor(keys: readonly string[], strict: boolean) {
    this.#keys = keys;
    this.#strict = strict;
    this.#values = new KeyValues(this.#problems);
  }

  /** Reads the keys of an object: our own first, groups last. */
  read(object: Input, at: string, own = this.#keys, base = '', rule: typeof ruleOf = ruleOf): void {
    const entries = Object.entries(object).filter(([key, value]) => value !== null && !isSecret(key, value));
    const ours = entries.filter(([key]) => own.includes(key));
    const others = entries.filter(([key]) => !own.includes(key));
    for (const [key, value] of ours) this.#own(base + key, value, join(at, key));
    for (const [key, value] of others) this.#other(key, value, join(at, key), own, base, rule);
  }

  end(): Translated {
    const { value, at } = this.#defaultDate ?? {};
    if (at !== undefined) {
      const isGiven = this.#values.has('date_range') || this.#values.has('date_range.start');
      if (isGiven) this.#notes.push({ path: at, message: 'ignored: date_range is given' });
      else this.#apply(wholeRange(value) ?? noDate(value), value, at);
    }
    const { input, writtenAt } = this.#values.end();
    const refusesGroup = this.#refusesGroup;
    return { input, problems: this.#problems, notes: this.#notes, writtenAt, refusesGroup };
  }

  #own(path: string, value: unknown, at: string): void {
    const [key, leaves] = NESTED.find(([one]) => one === path) ?? [];
    // An object without keys is still given.
    if (key !== undefined && leaves !== undefined && isRecord(value) && Object.keys(value).length > 0) {
      this.read(value, at, leaves, `${key}.`, key === 'storage' ? storageRule(value) : nestedRule(key));
      return;
    }
    const isText = typeof value === 'string';
    const range = path === 'date_range' && (isText || Array.isArray(value)) ? wholeRange(value) : undefined;
    const meaning = path === 'source' && isText ? sourcePlace(value) : range;
    if (meaning === undefined) this.#values.set(path, value, at);
    else this.#apply(meaning, value, at);
  }

  #other(
    key: string,
    value: unknown,
    at: string,
    own: readonly string[],
    base: string,
    rule: typeof ruleOf,
  ): void {
    const ours = own.find((one) => folded(one) === folded(key));
    if (ours !== undefined) {
      this.#say(at, base + ours);
      this.#own(base + ours, value, at);
      return;
    }
    if (folded(key) === 'defaultdate') {
      this.#defaultDate = { value, at };
      return;
    }
    const read = rule(key, value);
    if (read !== undefined) {
      this.#apply(read(value), value, at);
      return;
    }
    if (base !== '' && base !== 'storage.') {
      // Reported by the schema, with all existing keys.
      this.#values.set(base + key, value, at);
      return;
    }
    if (key === '$schema') return;
    const { problem, isWeighty } = unknownKey(at, key, value, own);
    (isWeighty ? this.#problems : this.#notes).push(problem);
  }

  #apply(meaning: Meaning | undefined, value: unknown, at: string): void {
    if (meaning === undefined) this.#problems.push(unreadable(at, found(value)));
    else if (meaning.kind === 'open' && this.#strict) {
      this.#refusesGroup = true;
      this.#problems.push({ path: at, message: 'unknown key: write its keys at the top level' });
    } else if (meaning.kind === 'open' && isRecord(value)) {
      this.#notes.push({ path: at, message: 'its keys are read as top-level keys' });
      this.read(value, at);
    } else if (meaning.kind === 'ignore') this.#notes.push({ path: at, message: `ignored: ${meaning.why}` });
    else if (meaning.kind === 'refuse') {
      const problem = { path: at, message: `${found(value)}: ${meaning.write}` };
      this.#problems.push(withSuggestion(problem, meaning.suggestion));
    } else if (meaning.kind === 'use') {
      const paths = meaning.values.map(([path]) => path);
      this.#say(at, paths.join(' and '), value, meaning.values);
      for (const [path, one] of meaning.values) this.#values.set(path, one, at);
    }
  }

  /** Says which of our keys is read in place of another, and its value where that is another one too. */
  #say(at: string, path: string, value?: unknown, read: Values = []): void {
    if (this.#strict) this.#problems.push(withSuggestion({ path: at, message: 'unknown key' }, path));
    else {
      const isSame = read.every(([, one]) => JSON.stringify(one) === JSON.stringify(value));
      const pairs = read.map(([ours, one]) => `"${ours}": ${found(one).replace(/^got /, '')}`);
      this.#notes.push({ path: at, message: `read as ${isSame ? path : pairs.join(', ')}` });
    }
  }
}

/** A value that is not a date, as the start of the range: its rule reports it, and only once, since the end is valid. */
function noDate(value: unknown): Meaning {
  return {
    kind: 'use',
    values: [
      ['date_range.start', value],
      ['date_range.end', 'latest'],
    ],
  };
}

function join(at: string, key: string): string {
  // A key may be empty; its place is still to be named.
  const name = key === '' ? '""' : key;
  return at === '' ? name : `${at}.${name}`;
}
