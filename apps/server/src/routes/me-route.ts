import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as z from 'zod';
import packageJson from '../../package.json' with { type: 'json' };

const meSchema = z
  .object({
    name: z.string().nullable().describe('Name of the token; null where the service needs none.'),
    scope: z.enum(['read', 'write']).describe('`write` may start and stop runs, too.'),
    directories: z
      .array(z.string())
      .nullable()
      .describe('Output directories that the token is for, with all below each; null for all.'),
    version: z.string().describe('Version of the service.'),
    fleet: z.boolean().describe('Whether runs may have their files fetched by workers: `on: fleet`.'),
    trace_ui: z
      .string()
      .nullable()
      .describe('Where a trace is shown: an address with `{trace_id}` in place of its id; null for nowhere.'),
  })
  .meta({ id: 'Me' });

/** Says who sends a request, and what that may do. */
export function addMeRoute(
  instance: FastifyInstance,
  { traceUi, fleet }: { readonly traceUi: string | null; readonly fleet: boolean },
): void {
  const server = instance.withTypeProvider<ZodTypeProvider>();
  server.get(
    '/v1/me',
    {
      schema: {
        operationId: 'showMe',
        summary: 'Who sends this request, and what its token allows',
        response: { 200: meSchema },
      },
    },
    async ({ tokenName, tokenScope, reach }) => ({
      name: tokenName === '' ? null : tokenName,
      scope: tokenScope,
      directories: reach.directories === undefined ? null : [...reach.directories],
      version: packageJson.version,
      fleet,
      trace_ui: traceUi,
    }),
  );
}
