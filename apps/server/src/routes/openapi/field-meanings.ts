import { DAY_STATES } from '@tapehaul/coverage';
import { CODES } from '@tapehaul/errors';
import { DATA_TYPES, INTERVALS, MARKETS, STATES } from '@tapehaul/workflow';
import { REFUSAL_CODES } from '../../access/http-refusal.ts';
import { isPart, type Part, withOperations } from './documented.ts';

/** Numbers that are not whole, by their names: seconds and rates. */
const FRACTION = /(?:^|_)(?:seconds|p50|p90|rate|share|ratio)(?:_|$)/;
const TIME = /(?:^|_)(?:at|of)$/;

/** Fields that hold one name of a list, by their names. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  code: [...new Set([...Object.keys(CODES), ...REFUSAL_CODES])],
  state: Object.keys(STATES),
  verdict: DAY_STATES,
  error_code: Object.keys(CODES),
  market: MARKETS,
  data_type: DATA_TYPES,
  interval: INTERVALS,
  partition: ['daily', 'monthly'],
  'markets[]': MARKETS,
  'data_types[]': DATA_TYPES,
  'intervals[]': INTERVALS,
};

/** Schemas that say all of this themselves. */
const WHOLE: ReadonlySet<string> = new Set(['CollectionConfig', 'CollectionConfigInput']);

/**
 * Gives the fields of answers the types that their names mean everywhere: numbers are whole unless they are seconds or rates, `…_at` is a
 * time, `state` one of the states. The schemas that answers are checked by stay wider: the record of a newer version may have a state
 * that this one does not know, and is shown all the same.
 */
export function withFieldMeanings<Document extends object>(document: Document): Document {
  const { components = {} }: { readonly components?: { readonly schemas?: object } } = document;
  const schemas = Object.entries({ ...components.schemas }).map(([name, schema]) => [
    name,
    WHOLE.has(name) ? schema : typed(schema, ''),
  ]);
  const typedDocument = withOperations(document, ({ operation }) => {
    const { responses } = operation;
    return isPart(responses) ? { ...operation, responses: contentsTyped(responses) } : operation;
  });
  return { ...typedDocument, components: { ...components, schemas: Object.fromEntries(schemas) } };
}

/** Responses, by their status, with the schemas of their contents typed. */
function contentsTyped(responses: Part): Part {
  return mapped(responses, (response) => {
    if (!isPart(response) || !isPart(response.content)) return response;
    const content = mapped(response.content, (media) =>
      isPart(media) ? { ...media, schema: typed(media.schema, '') } : media,
    );
    return { ...response, content };
  });
}

/** A schema with its type as the name of its field means it, and so all within it. */
function typed(schema: unknown, name: string): unknown {
  if (!isPart(schema)) return schema;
  const list = (key: string, field: string) => {
    const schemas = schema[key];
    return Array.isArray(schemas) ? { [key]: schemas.map((one) => typed(one, field)) } : {};
  };
  const { properties, items, additionalProperties } = schema;
  return {
    ...meant(schema, name),
    ...(isPart(properties) ? { properties: mapped(properties, typed) } : {}),
    ...(isPart(items) ? { items: typed(items, `${name}[]`) } : {}),
    ...(isPart(additionalProperties)
      ? { additionalProperties: typed(additionalProperties, `${name}{}`) }
      : {}),
    ...list('anyOf', name),
    ...list('oneOf', name),
    ...list('allOf', name),
    ...list('prefixItems', `${name}[]`),
  };
}

/** A schema without what lies within it. */
function meant(schema: Part, name: string): Part {
  const types = [schema.type].flat();
  if (types.includes('number') && !FRACTION.test(name)) {
    const whole = types.map((type) => (type === 'number' ? 'integer' : type));
    return { ...schema, type: whole.length === 1 ? whole[0] : whole };
  }
  const isOpen = schema.enum === undefined && schema.const === undefined && schema.format === undefined;
  if (!types.includes('string') || !isOpen) return schema;
  if (TIME.test(name)) return { ...schema, format: 'date-time' };
  const names = Object.hasOwn(NAMES, name) ? NAMES[name] : undefined;
  if (names === undefined) return schema;
  return { ...schema, enum: types.includes('null') ? [...names, null] : [...names] };
}

function mapped(part: Part, to: (value: unknown, key: string) => unknown): Part {
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, to(value, key)]));
}
