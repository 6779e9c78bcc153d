import { BUILT_IN_MATRIX, configValues } from '@tapehaul/config';
import { requestWarnings } from '@tapehaul/workflow';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as z from 'zod';
import type { ServiceConfigs } from '../../access/service-configs.ts';
import { isKnownAnswer } from '../../http/etags.ts';
import { requestConfigSchema } from '../openapi/config-schema.ts';
import { configBody } from '../schemas.ts';
import { type KnownParts, knownWarnings } from './known-warnings.ts';
import { checkSchema, jsonSchemaSchema, matrixSchema } from './planning-schemas.ts';

const unchanged = z.null().describe('Nothing has changed since that ETag.');

/** What the routes of configurations work with. */
export interface ConfigRouteParts {
  readonly configs: Pick<ServiceConfigs, 'check'>;
  readonly records: KnownParts['records'];
}

/** What a configuration may say, whether one is right, and what the archive is known to hold. */
export function addConfigRoutes(instance: FastifyInstance, { configs, records }: ConfigRouteParts): void {
  const server = instance.withTypeProvider<ZodTypeProvider>();
  const schema = requestConfigSchema();
  const matrix = {
    rows: BUILT_IN_MATRIX.map(({ dataType, lateAfterDays, ...row }) => ({
      ...row,
      data_type: dataType,
      ...(lateAfterDays === undefined ? {} : { late_after_days: lateAfterDays }),
    })),
  };

  server.get(
    '/v1/config/schema',
    {
      schema: {
        operationId: 'showConfigSchema',
        summary: 'The JSON Schema of a configuration as a request sends it',
        response: { 200: jsonSchemaSchema, 304: unchanged },
      },
    },
    async (request, reply) => {
      if (isKnownAnswer(request, reply, schema)) return reply.code(304).send(null);
      return schema;
    },
  );

  server.post(
    '/v1/config/check',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'checkConfig',
        summary: 'Check a configuration: all that is wrong with it, and every value that it would run with',
        body: configBody,
        response: { 200: checkSchema },
      },
    },
    async ({ body, reach }) => {
      const { config, problems, warnings, origins } = configs.check({ ...body, reach });
      if (config === undefined)
        return { valid: false, problems: [...problems], warnings: [...warnings], effective: [] };
      const effective = configValues(config).map(({ path, value }) => ({
        path,
        value,
        origin: origins.get(path) ?? 'default',
      }));
      const known = await knownWarnings(config, { records, reach });
      const all = [...warnings, ...requestWarnings(config), ...known];
      return { valid: true, problems: [], warnings: all, effective };
    },
  );

  server.get(
    '/v1/matrix',
    {
      schema: {
        operationId: 'showMatrix',
        summary: 'What the archive is known to hold',
        response: { 200: matrixSchema, 304: unchanged },
      },
    },
    async (request, reply) => {
      if (isKnownAnswer(request, reply, matrix)) return reply.code(304).send(null);
      return matrix;
    },
  );
}
