import { requestConfigSchema } from './config-schema.ts';

/** Behind the name of a schema of what is sent: the plugin makes each schema for answers and for requests. */
const SENT = 'Input';

/**
 * Names the schemas of a document as callers know them: those that a route names, each once, and for a configuration the schema that
 * the package of configurations makes.
 */
export function withComponents<Document extends object>(document: Document): Document {
  const { $schema: _, ...config } = requestConfigSchema();
  const { components = {}, paths = {} }: OpenDocument = document;
  const schemas = new Map(Object.entries({ ...components.schemas, [`CollectionConfig${SENT}`]: config }));
  for (let before = Number.POSITIVE_INFINITY; schemas.size < before; ) {
    before = schemas.size;
    const text = JSON.stringify([paths, [...schemas.values()]]);
    for (const name of schemas.keys()) if (!text.includes(JSON.stringify(uri(name)))) schemas.delete(name);
  }
  let text = JSON.stringify({
    ...document,
    components: { ...components, schemas: Object.fromEntries(named(schemas)) },
  });
  for (const name of schemas.keys())
    text = text.replaceAll(JSON.stringify(uri(name)), JSON.stringify(uri(shortName(name, schemas))));
  return JSON.parse(text);
}

interface OpenDocument {
  readonly components?: { readonly schemas?: object };
  readonly paths?: object;
}

function uri(name: string): string {
  return `#/components/schemas/${name}`;
}

function named(schemas: ReadonlyMap<string, unknown>): [string, unknown][] {
  return [...schemas].map(([name, schema]) => [shortName(name, schemas), schema]);
}

/** The name without a mark for requests, where answers have no schema of that name. */
function shortName(name: string, schemas: ReadonlyMap<string, unknown>): string {
  const short = name.endsWith(SENT) ? name.slice(0, -SENT.length) : name;
  return schemas.has(short) ? name : short;
}
