import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import openapiTypescript, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { createServer } from '../../src/server.ts';

/** The OpenAPI document of the service. */
export async function openApiDocument(): Promise<OpenAPI3> {
  const data = await mkdtemp(join(tmpdir(), 'tapehaul-openapi-'));
  const server = await createServer({ data });
  try {
    return (await server.inject('/openapi.json')).json();
  } finally {
    await server.close();
    await rm(data, { recursive: true, force: true });
  }
}

/** The types of a client, as TypeScript. */
export async function clientTypes(document: OpenAPI3): Promise<string> {
  const head =
    '/** Types of the HTTP service, made from its OpenAPI document by `npm run client`; not to be edited. */\n';
  return `${head}${astToString(await openapiTypescript(document, { defaultNonNullable: false }))}`;
}
