import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type PartitionMaking, partitionIdentity } from './partition-identity.ts';

const hex = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => Buffer.from(bytes).toString('hex'));
const making: fc.Arbitrary<PartitionMaking> = fc.record({
  schemaVersion: fc.integer({ min: 1, max: 9 }),
  writer: fc.constantFrom('duckdb 1.5.6 v1', 'duckdb 1.5.6 v2'),
  numbers: fc.constantFrom('double', 'decimal'),
  repair: fc.constantFrom('off', 'days', 'rows'),
  sources: fc.uniqueArray(fc.record({ key: fc.string(), sha256: hex }), { selector: ({ key }) => key }),
});

test('the order of the sources does not matter', () => {
  const shuffled = making.chain((one) =>
    fc.record({
      one: fc.constant(one),
      sources: fc.shuffledSubarray([...one.sources], { minLength: one.sources.length }),
    }),
  );
  fc.assert(
    fc.property(shuffled, ({ one, sources }) => {
      expect(partitionIdentity({ ...one, sources })).toBe(partitionIdentity(one));
    }),
  );
});

test('anything else that changes gives another identity', () => {
  const canonical = (one: PartitionMaking): string =>
    JSON.stringify([
      one.schemaVersion,
      one.writer,
      one.numbers,
      one.repair,
      one.sources.map(({ key, sha256 }) => JSON.stringify([key, sha256])).sort(),
    ]);
  fc.assert(
    fc.property(making, making, (one, other) => {
      const areSame = canonical(one) === canonical(other);
      expect(partitionIdentity(one) === partitionIdentity(other)).toBe(areSame);
    }),
  );
  const base: PartitionMaking = {
    schemaVersion: 1,
    writer: 'w',
    numbers: 'double',
    repair: 'days',
    sources: [],
  };
  const source = { key: 'a.zip', sha256: 'ab'.repeat(32) };
  const all = [
    base,
    { ...base, schemaVersion: 2 },
    { ...base, writer: 'w2' },
    { ...base, numbers: 'decimal' as const },
    { ...base, repair: 'off' as const },
    { ...base, sources: [source] },
    { ...base, sources: [{ ...source, sha256: 'cd'.repeat(32) }] },
    { ...base, sources: [source, source] },
  ];
  expect(new Set(all.map(partitionIdentity)).size).toBe(all.length);
});

test('the identity of a partition that was built years ago is still the same', () => {
  const identity = partitionIdentity({
    schemaVersion: 1,
    writer: 'duckdb 1.5.6 v1',
    numbers: 'double',
    repair: 'days',
    sources: [
      { key: 'data/b.zip', sha256: '22'.repeat(32) },
      { key: 'data/a.zip', sha256: '11'.repeat(32) },
    ],
  });
  expect(identity).toMatchInlineSnapshot(
    `"26ff67ef1fdbb94fdb5d264574a8c517db8ce42c3c2e3b44de76e1911957b80e"`,
  );
});
