import { valueAt } from './layers.ts';

/** What decides whether a configuration rules an engine out. */
export interface EngineRules {
  readonly name: string;
  readonly options: Readonly<Record<string, object>>;
  readonly whyNot: readonly {
    readonly key: string;
    readonly when: 'given' | 'missing' | readonly string[];
    readonly fact: string | null;
  }[];
}

/** A value that an engine cannot work with. */
interface Conflict {
  /** `source.style is host`; undefined where the key need only be given. */
  readonly value: string | undefined;
  /** What the engine does, to follow its name; null where the value says it all. */
  readonly fact: string | null;
}

/** The key that turns an engine off in this configuration; undefined where none does. */
export function turnedOffBy(
  { options }: EngineRules,
  input: Readonly<Record<string, unknown>>,
): string | undefined {
  return Object.keys(options).find((key) => {
    const option = options[key];
    return option !== undefined && 'turnsOff' in option && option.turnsOff === true && input[key] === false;
  });
}

/** The values of a configuration that an engine cannot work with, in the order of its rules. */
function engineConflicts({ whyNot }: EngineRules, input: Readonly<Record<string, unknown>>): Conflict[] {
  return whyNot.flatMap(({ key, when, fact }): Conflict[] => {
    const value = valueAt(input, key);
    if (when === 'given') return value === undefined ? [] : [{ value: undefined, fact }];
    if (when === 'missing') return value === undefined ? [{ value: `${key} is missing`, fact }] : [];
    return typeof value === 'string' && when.includes(value) ? [{ value: `${key} is ${value}`, fact }] : [];
  });
}

/**
 * Why a configuration has no use for an engine, as a clause; undefined when it has. `engine is s3` where another engine is
 * chosen by name.
 */
export function whyUnwanted(
  rules: EngineRules,
  config: Readonly<Record<string, unknown>>,
): string | undefined {
  const off = turnedOffBy(rules, config);
  if (off !== undefined) return `${off} is false`;
  const { engine } = config;
  if (engine !== 'auto' && engine !== rules.name) return `engine is ${engine}`;
  const [conflict] = engineConflicts(rules, config);
  if (conflict === undefined) return undefined;
  const { value, fact } = conflict;
  return [...(value === undefined ? [] : [value]), ...(fact === null ? [] : [`${rules.name} ${fact}`])].join(
    ': ',
  );
}

/** Why the engine that a configuration chooses by name cannot be used, in full: a clause for each reason. */
export function conflictReasons(rules: EngineRules, input: Readonly<Record<string, unknown>>): string[] {
  const off = turnedOffBy(rules, input);
  const conflicts = engineConflicts(rules, input);
  // Values are shown before keys that only need to be given.
  const ordered = [
    ...conflicts.filter(({ value }) => value !== undefined),
    ...conflicts.filter(({ value }) => value === undefined),
  ];
  return [
    ...(off === undefined ? [] : [`${off} is false`]),
    ...ordered.map(({ value, fact }) => {
      if (value === undefined) return `it ${fact}`;
      return fact === null ? value : `${value}, and ${rules.name} ${fact}`;
    }),
  ];
}
