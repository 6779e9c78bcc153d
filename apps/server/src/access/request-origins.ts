import type { ValueOrigin } from '@tapehaul/workflow';
import * as z from 'zod';

/** Paths at most: a configuration has fewer keys. */
const MOST_PATHS = 100;
const PATH = /^[a-z0-9_]{1,64}(\.[a-z0-9_]{1,64})?$/;
/** What a sender may say of a value. A name is that of a variable of tapehaul: nothing else can come into a message. */
const SENT = /^(default|file|override|environment TAPEHAUL_[A-Z0-9_]{1,64})$/;
/** What the service adds to that; see {@link ValueOrigin}. */
const KEPT = /^(request|run|profile [A-Za-z0-9._-]{1,64})$/;

/** Where values of a configuration came from, by path, as its sender says it. */
export const sentOriginsSchema = z
  .record(z.string().regex(PATH), z.string().regex(SENT))
  .refine((origins) => Object.keys(origins).length <= MOST_PATHS, `expected at most ${MOST_PATHS} paths`)
  .describe(
    'Where each value of config came from, by path, so that messages can say it: default, file, override (the command line) or "environment TAPEHAUL_…".',
  );

/** Origins as {@link sentOriginsSchema} has them. */
export type SentOrigins = Readonly<Record<string, string>>;

/** Origins as the queue keeps them, by path. */
export const keptOriginsSchema = z.record(
  z.string(),
  z.custom<ValueOrigin>((value) => isOrigin(value)),
);

/** Whose a value is that the service itself put into a configuration. */
export type OperatorOrigins = ReadonlyMap<string, 'default' | `profile ${string}`>;

/**
 * Where the values at `paths` of a configuration came from: what the operator set is theirs, whatever the sender says, all else
 * is as the sender says it. Without a word of the sender, `request`.
 */
export function originsOf(
  paths: Iterable<string>,
  operator: OperatorOrigins,
  sent: SentOrigins | undefined,
): ReadonlyMap<string, ValueOrigin> {
  const origins = new Map<string, ValueOrigin>();
  for (const path of paths) {
    const said = sent === undefined ? 'request' : (sent[path] ?? 'default');
    const origin = operator.get(path) ?? said;
    if (isOrigin(origin)) origins.set(path, origin);
  }
  return origins;
}

function isOrigin(value: unknown): value is ValueOrigin {
  return typeof value === 'string' && (SENT.test(value) || KEPT.test(value));
}
