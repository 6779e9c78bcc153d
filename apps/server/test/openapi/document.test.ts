import { DAY_STATES } from '@tapehaul/coverage';
import { STATES } from '@tapehaul/workflow';
import { expect, test } from 'vitest';
import { openApiDocument } from './document.ts';

interface Schema {
  readonly [key: string]: unknown;
}

const document: Schema = JSON.parse(JSON.stringify(await openApiDocument()));

/** Every schema below a part of the document, with the name of its field. */
function* schemasIn(part: unknown, name = ''): Generator<{ name: string; schema: Schema }> {
  if (typeof part !== 'object' || part === null) return;
  if ('type' in part && typeof part.type !== 'object') yield { name, schema: { ...part } };
  if ('type' in part && Array.isArray(part.type)) yield { name, schema: { ...part } };
  for (const [key, value] of Object.entries(part)) {
    if (key === 'CollectionConfig') continue;
    const isField = name === 'properties' || !/^(?:items|anyOf|oneOf|\d+)$/.test(key);
    yield* schemasIn(value, isField ? key : name);
  }
}

const typesOf = ({ type }: Schema): unknown[] => [type].flat();
const { paths, components } = document;
const fields = [...schemasIn(paths), ...schemasIn(components)];

test('a number that is not whole is one of seconds or a rate', () => {
  const broken = fields.filter(({ schema }) => typesOf(schema).includes('number')).map(({ name }) => name);
  expect(broken.filter((name) => !/seconds|p50|p90|rate|share/.test(name))).toEqual([]);
  expect(broken).toContain('seconds_p50');
});

test('times say so, and states, verdicts and codes are listed', () => {
  const texts = fields.filter(({ schema }) => typesOf(schema).includes('string'));
  for (const { name, schema } of texts) {
    if (/_at$/.test(name)) expect(schema, name).toMatchObject({ format: 'date-time' });
    if (['state', 'verdict', 'error_code', 'code'].includes(name) && schema.description === undefined)
      expect(schema.enum, name).toEqual(expect.any(Array));
  }
  const listed = texts.filter(({ name }) => name === 'state').map(({ schema }) => schema.enum);
  expect(listed).toContainEqual(Object.keys(STATES));
  expect(texts.filter(({ name }) => name === 'verdict').map(({ schema }) => schema.enum)).toContainEqual([
    ...DAY_STATES,
  ]);
});

test('each operation has a name of its own, and declares its problems', () => {
  const operations = Object.values(paths ?? {}).flatMap((methods: object) => Object.values(methods));
  for (const { operationId, summary, responses } of operations) {
    expect(operationId).toMatch(/^[a-z][A-Za-z]+$/);
    expect(summary).toEqual(expect.any(String));
    const statuses = Object.keys(responses);
    expect(statuses, operationId).toEqual(expect.arrayContaining(['401', '403', '429', '503', 'default']));
  }
});

test('what operations answer with has names', () => {
  const { schemas } = Object(components);
  const names = [
    'Run',
    'RunDetails',
    'Task',
    'Attempt',
    'LogLine',
    'Hole',
    'Cells',
    'WhyReport',
    'Plan',
    'Problem',
  ];
  expect(Object.keys(schemas)).toEqual(expect.arrayContaining(names));
  expect(schemas.Problem.properties.code.enum).toEqual(
    expect.arrayContaining(['config_invalid', 'plan_unknown', 'plan_changed']),
  );
});

test('no schema exists that nothing names', () => {
  const text = JSON.stringify(document);
  const { schemas } = Object(components);
  for (const name of Object.keys(schemas)) expect(text).toContain(`"#/components/schemas/${name}"`);
});
