import * as z from 'zod';

/**
 * Types of fields in answers, as the OpenAPI document names them. What the service answers is its own, so a value is not checked against
 * them: the record of a newer version may have a state that this one does not know.
 */

/** A whole number. */
export const integer = () => z.number().meta({ type: 'integer' });

/** A time, ISO 8601 UTC. */
export const timestamp = () => z.string().meta({ format: 'date-time' });

/** A day, UTC. */
export const day = () => z.string().meta({ format: 'date' });

/** One of some names. */
export const oneOf = (names: readonly string[]) => z.string().meta({ enum: [...names] });
