import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import * as z from 'zod';
import packageJson from '../../../package.json' with { type: 'json' };
import { withAnswerNames } from './answer-names.ts';
import { withComponents } from './components.ts';
import { withDeclaredProblems } from './declared-problems.ts';
import { withFieldMeanings } from './field-meanings.ts';

/** Makes the OpenAPI document of all routes that come after. */
export async function addOpenApi(server: FastifyInstance): Promise<void> {
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'tapehaul',
        version: packageJson.version,
        description: 'Plans, collects and proves the Binance market-data archive.',
      },
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer', description: 'Where the service has --tokens.' },
        },
      },
      // With a token, or without where the service has none.
      security: [{ token: [] }, {}],
    },
    transform: jsonSchemaTransform,
    transformObject: (made) =>
      withDeclaredProblems(
        withFieldMeanings(
          withAnswerNames(withComponents(withOptionalBodies(jsonSchemaTransformObject(made)))),
        ),
      ),
  });
}

const operationSchema = z.looseObject({
  requestBody: z.looseObject({
    content: z.looseObject({
      'application/json': z.looseObject({ schema: z.looseObject({ anyOf: z.array(z.unknown()) }) }),
    }),
  }),
});

/** Lets bodies that may be null be left out: the plugin takes every body for a required one. */
function withOptionalBodies<Document extends object>(document: Document): Document {
  const { paths = {} }: { readonly paths?: object } = document;
  for (const operation of Object.values(paths).flatMap((path: object) => Object.values(path))) {
    const read = operationSchema.safeParse(operation);
    const forms = read.data?.requestBody.content['application/json'].schema.anyOf ?? [];
    const [form, none, ...more] = forms;
    if (none === undefined || more.length > 0 || !isNull(none)) continue;
    Object.assign(operation, {
      requestBody: { required: false, content: { 'application/json': { schema: form } } },
    });
  }
  return document;
}

function isNull(schema: unknown): boolean {
  const { type }: { readonly type?: unknown } = Object(schema);
  return type === 'null';
}
