import { type CollectionConfig, ENGINES } from '@tapehaul/config';
import type { Setting } from '@tapehaul/metrics';
import * as z from 'zod';
import type { Engines } from '../engines/engines.ts';

type Others = typeof ENGINES extends readonly [...infer Others, unknown] ? Others[number] : never;
/** An engine that may be at hand or not. */
type Other = Extract<(typeof ENGINES)[number], Others>;

/** All engines but the last, which is always at hand. */
const OTHERS = ENGINES.slice(0, -1) as Other[];

type FoundShape = {
  readonly [One in Other as One['name']]: z.ZodNullable<
    z.ZodReadonly<z.ZodObject<{ readonly [Name in One['found'][number]]: z.ZodString }>>
  >;
} & { readonly [One in Other as `why_not_${One['name']}`]: z.ZodNullable<z.ZodString> };

/** What the event `started` says of each engine that may be at hand or not. */
export const foundShape = Object.fromEntries(
  OTHERS.flatMap(({ name, found }) => [
    [
      name,
      z
        .object(Object.fromEntries(found.map((part) => [part, z.string()])))
        .readonly()
        .nullable()
        .describe(`The ${name} that is at hand; null when there is none, or none is wanted.`),
    ],
    [`why_not_${name}`, z.string().nullable().describe(`Why no ${name} is at hand; null when one is.`)],
  ]),
) as unknown as FoundShape;

/** The values of {@link foundShape}. */
export function foundInEvent({ found }: Pick<Engines, 'found'>): z.output<z.ZodObject<FoundShape>> {
  return Object.fromEntries(
    OTHERS.flatMap(({ name }) => {
      const result = found.get(name) ?? null;
      const isFound = typeof result === 'object';
      return [
        [name, isFound ? result : null],
        [`why_not_${name}`, isFound ? null : result],
      ];
    }),
  ) as z.output<z.ZodObject<FoundShape>>;
}

/** The statistics that engines state of themselves. */
export const statisticsShape = Object.fromEntries(
  ENGINES.flatMap(({ statistics }) => Object.keys(statistics).map((name) => [name, z.boolean()])),
) as { readonly [Name in keyof Setting]: z.ZodBoolean };

/** The values of {@link statisticsShape}. */
export function engineStatistics(config: CollectionConfig, { found }: Pick<Engines, 'found'>): Setting {
  const settings: Readonly<Record<string, unknown>> = config;
  return Object.fromEntries(
    ENGINES.flatMap(({ name, statistics }) =>
      Object.entries<string>(statistics).map(([statistic, from]) => [
        statistic,
        from === 'available' ? typeof found.get(name) === 'object' : settings[from] === true,
      ]),
    ),
  ) as unknown as Setting;
}
