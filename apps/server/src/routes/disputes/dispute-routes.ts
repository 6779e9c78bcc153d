import { acceptDisputes, type DecidedDispute, disputePage, rejectDisputes } from '@tapehaul/workflow';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { type OutputParts, readOutput } from '../../access/read-output.ts';
import type { ServiceConfigs } from '../../access/service-configs.ts';
import type { OutputDirectories } from '../../records/output-directories.ts';
import { pageOf } from '../schemas.ts';
import {
  acceptBody,
  decidedSchema,
  decidedView,
  disputeSchema,
  disputesQuery,
  disputeView,
  rejectBody,
} from './dispute-schemas.ts';

/** What the routes of disputes work with. */
export interface DisputeRouteParts extends OutputParts {
  readonly directories: Pick<OutputDirectories, 'resolve' | 'nameOf' | 'requireBelow'>;
  readonly configs: Pick<ServiceConfigs, 'access'>;
}

/** Who decides where no token is needed. */
const WITHOUT_TOKEN = 'service';

/** Lists the files that contradict their checksums, and takes or forgets them. */
export function addDisputeRoutes(instance: FastifyInstance, parts: DisputeRouteParts): void {
  const server = instance.withTypeProvider<ZodTypeProvider>();
  const closing = new AbortController();
  instance.addHook('preClose', async () => closing.abort());

  server.get(
    '/v1/disputes',
    {
      schema: {
        operationId: 'listDisputes',
        summary: 'List files of an output directory that contradict their checksums',
        querystring: disputesQuery,
        response: { 200: pageOf(disputeSchema) },
      },
    },
    async ({ query: { output_directory, state, limit, cursor }, reach }) => {
      const { rows, next } = await readOutput(parts, reach, output_directory, (record) =>
        disputePage(record, {
          limit,
          ...(state === 'any' ? {} : { state }),
          ...(cursor === undefined ? {} : { cursor }),
        }),
      );
      return { rows: rows.map(disputeView), next };
    },
  );

  server.post(
    '/v1/disputes/accept',
    {
      schema: {
        operationId: 'acceptDisputes',
        summary: 'Take disputed files as they are, in the name of the token',
        body: acceptBody,
        response: { 200: decidedSchema },
      },
    },
    async (request) => {
      const { output_directory, reason, ...names } = request.body;
      return decided(parts, request, output_directory, (directory) =>
        acceptDisputes(directory, { ...options(request, names), reason }),
      );
    },
  );

  server.post(
    '/v1/disputes/reject',
    {
      schema: {
        operationId: 'rejectDisputes',
        summary: 'Forget disputed files: the next run fetches them again',
        body: rejectBody,
        response: { 200: decidedSchema },
      },
    },
    async (request) => {
      const { output_directory, reason, ...names } = request.body;
      return decided(parts, request, output_directory, (directory) =>
        rejectDisputes(directory, {
          ...options(request, names),
          ...(reason === undefined ? {} : { reason }),
        }),
      );
    },
  );

  function options(
    { tokenName }: FastifyRequest,
    { keys, run_id }: { keys: string[]; run_id?: string | undefined },
  ) {
    return {
      names: keys,
      ...(run_id === undefined ? {} : { runId: run_id }),
      by: tokenName === '' ? WITHOUT_TOKEN : tokenName,
      access: parts.configs.access,
      signal: closing.signal,
    };
  }
}

/** Decides about files of an output directory that has a record and is below the data now. */
async function decided(
  parts: DisputeRouteParts,
  { reach }: FastifyRequest,
  name: string,
  decide: (directory: string) => AsyncIterable<DecidedDispute>,
) {
  const directory = await readOutput(parts, reach, name, async (_, place) => place);
  parts.directories.requireBelow(directory);
  return { rows: await Array.fromAsync(decide(directory), decidedView) };
}
