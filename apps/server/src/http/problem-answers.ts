import type { FastifyInstance } from 'fastify';
import * as z from 'zod';

/** A problem as callers get it. */
const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number(),
    detail: z.string(),
    code: z.string(),
    hint: z.string().optional(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' });

const answer = {
  description: 'What cannot be done, and why',
  content: { 'application/problem+json': { schema: problemSchema } },
};

/** Has every route that is described, from now on, declare a problem as its answer beside the good ones. */
export function addProblemAnswers(server: FastifyInstance): void {
  server.addHook('onRoute', ({ schema }) => {
    if (schema === undefined || schema.hide === true) return;
    const declared = typeof schema.response === 'object' ? schema.response : {};
    schema.response = { ...declared, default: answer };
  });
}
