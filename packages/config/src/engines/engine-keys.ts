import * as z from 'zod';
import { directoryForm } from '../reading/text-forms.ts';
import { ENGINES } from './engine-specs.ts';

type Spec = (typeof ENGINES)[number];

/** An engine by the name that `engine` has. */
export type EngineName = (typeof ENGINES)[number]['name'];

/** Names of a list of engines, each at its place. */
export type NamesOf<Specs extends readonly { readonly name: string }[]> = {
  readonly [Index in keyof Specs]: Specs[Index]['name'];
};

/** Names of all engines, in the order of messages. */
export const ENGINE_NAMES = ENGINES.map(({ name }) => name) as unknown as NamesOf<typeof ENGINES>;

/** The engine that is always at hand. */
export const LAST_ENGINE = ENGINE_NAMES.at(-1) as EngineName;

type IntersectionOf<Union> = (Union extends unknown ? (one: Union) => void : never) extends (
  all: infer All,
) => void
  ? All
  : never;

/** The options of all engines by key. */
type Options = IntersectionOf<Spec['options']>;

/** The schema of an option. */
type SchemaOf<Option> = Option extends { readonly type: 'boolean' }
  ? z.ZodDefault<z.ZodBoolean>
  : Option extends { readonly type: 'integer' }
    ? z.ZodDefault<z.ZodInt>
    : z.ZodOptional<typeof directoryForm>;

/** An option as any engine may have it. */
export type AnyOption = { readonly about: string } & (
  | { readonly type: 'integer'; readonly min: number; readonly max: number; readonly default: number }
  | { readonly type: 'boolean'; readonly default: boolean; readonly turnsOff?: boolean }
  | { readonly type: 'directory' }
) & { readonly mayChange?: boolean };

const OPTIONS: readonly (readonly [key: string, option: AnyOption])[] = ENGINES.flatMap(({ options }) =>
  Object.entries<AnyOption>(options),
);

/** The schema of a key that an engine adds. */
export function optionSchema(option: AnyOption): z.ZodType {
  if (option.type === 'directory') return directoryForm.optional().describe(option.about);
  const schema =
    option.type === 'boolean'
      ? z.boolean().default(option.default)
      : z.int().min(option.min).max(option.max).default(option.default);
  return schema.describe(option.about);
}

/** Schemas of all keys that engines add. */
export const ENGINE_SHAPE = Object.fromEntries(
  OPTIONS.map(([key, option]) => [key, optionSchema(option)]),
) as { readonly [Key in keyof Options]: SchemaOf<Options[Key]> };

/** Their defaults. */
export const ENGINE_DEFAULTS = Object.fromEntries(
  OPTIONS.flatMap(([key, option]) => (option.type === 'directory' ? [] : [[key, option.default]])),
) as {
  readonly [Key in keyof Options as Options[Key] extends { readonly default: unknown }
    ? Key
    : never]: Options[Key] extends { readonly default: infer Value } ? Value : never;
};

/** Keys that name folders. */
export const ENGINE_DIRECTORIES = OPTIONS.flatMap(([key, { type }]) => (type === 'directory' ? [key] : []));

/** Keys that a run may be continued with in another way. */
export const CHANGEABLE_ENGINE_KEYS = OPTIONS.flatMap(([key, { mayChange }]) =>
  mayChange === true ? [key] : [],
);

/** What an engine does that cannot keep to a rate, as a list of names: `s5cmd`, `copy and s5cmd`. */
export const WITHOUT_RATE = ENGINES.flatMap(({ name, whyNot }) =>
  whyNot.some(({ key }) => key === 'max_bytes_per_second') ? [name] : [],
).join(' and ');
