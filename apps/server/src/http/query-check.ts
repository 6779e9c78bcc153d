import { nearest } from '@tapehaul/errors';
import { STATES } from '@tapehaul/workflow';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { type FieldProblem, HttpRefusal } from '../access/http-refusal.ts';

/** Keys of a query that hold names of states, separated by commas, and keys that hold one known name. */
const STATE_KEY = 'state';
const NAME_KEYS: ReadonlySet<string> = new Set(['market', 'data_type', 'interval']);
/** Faults that an answer lists: a query may have thousands, and each names all that is valid. */
const MOST_FAULTS = 10;

/**
 * Refuses keys of a query that its route does not know, and names of states, markets, types and intervals that there are none of: what is misspelt would else leave out
 * nothing, or everything.
 */
export function addQueryCheck(server: FastifyInstance): void {
  server.addHook('preValidation', async ({ routeOptions, query }) => {
    const schema = routeOptions.schema?.querystring;
    if (!(schema instanceof z.ZodObject)) return;
    const keys = Object.keys(schema.shape);
    const found = Object.entries(Object(query))
      .slice(0, keys.length + MOST_FAULTS)
      .flatMap(([key, value]) => {
        if (!keys.includes(key)) return [fault(key, `no such key`, key, keys)];
        if (key === STATE_KEY) return unknownStates(String(value), statesOf(schema.shape[key]));
        const names = NAME_KEYS.has(key) ? namesOf(schema.shape[key]) : undefined;
        const isUnknown = names?.includes(String(value)) === false;
        return isUnknown ? [fault(key, `got ${JSON.stringify(value)}`, String(value), names)] : [];
      });
    const faults = found.slice(0, MOST_FAULTS);
    if (faults.length === 0) return;
    const detail = faults.map(({ path, message }) => `${path}: ${message}`).join('; ');
    throw new HttpRefusal(422, 'query_invalid', detail, 'Correct the query; /docs lists its keys.', faults);
  });
}

/** The states that a key takes: those of its schema where it lists some, else those of runs and tasks. */
function statesOf(schema: unknown): readonly string[] {
  return namesOf(schema) ?? Object.keys(STATES);
}

/** The names that a schema lists; nothing where it takes any text. */
function namesOf(schema: unknown): readonly string[] | undefined {
  const inner = schema instanceof z.ZodDefault || schema instanceof z.ZodOptional ? schema.unwrap() : schema;
  return inner instanceof z.ZodEnum ? inner.options.map(String) : undefined;
}

function unknownStates(text: string, names: readonly string[]): FieldProblem[] {
  const unknown = new Set(text.split(',').filter((name) => !names.includes(name)));
  return [...unknown]
    .slice(0, MOST_FAULTS)
    .map((name) => fault(STATE_KEY, `got ${JSON.stringify(name)}`, name, names));
}

function fault(path: string, what: string, given: string, valid: readonly string[]): FieldProblem {
  const likely = nearest(given, valid);
  const guess = likely === undefined ? '' : ` (did you mean ${likely}?)`;
  return { path, message: `${what}, expected ${valid.join(', ')}${guess}` };
}
