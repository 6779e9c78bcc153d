import { expect, test } from 'vitest';
import { Reach } from '../access/reach.ts';
import { KeptPlans } from './kept-plans.ts';

const all = new Reach();
const made = (config: unknown = {}) => ({
  submitted: { config },
  name: 'btc',
  fingerprint: { files: 1, digest: '0'.repeat(64) },
  sign: '',
});
const unknown = expect.objectContaining({ statusCode: 404, code: 'plan_unknown' });

test('a plan is forgotten after its time', () => {
  let now = 0;
  const kept = new KeptPlans({ lifetime: 100, now: () => now });
  const { planId, expiresAt } = kept.keep(made());
  expect(expiresAt).toBe(100);
  now = 99;
  expect(kept.find(planId, all).planId).toBe(planId);
  now = 100;
  expect(() => kept.find(planId, all)).toThrow(unknown);
});

test('the oldest are forgotten where there are too many, or where they are too large; the newest never', () => {
  const few = new KeptPlans({ most: 2 });
  const ids = [1, 2, 3].map(() => few.keep(made()).planId);
  expect(() => few.find(ids[0] ?? '', all)).toThrow(unknown);
  for (const id of ids.slice(1)) expect(few.find(id, all).planId).toBe(id);

  const small = new KeptPlans({ mostCharacters: 100 });
  const [first, second] = [small.keep(made('x'.repeat(80))), small.keep(made('x'.repeat(80)))];
  expect(() => small.find(first.planId, all)).toThrow(unknown);
  expect(small.find(second.planId, all).planId).toBe(second.planId);
  const large = small.keep(made('x'.repeat(800)));
  expect(small.find(large.planId, all).planId).toBe(large.planId);
});

test('a plan of a directory out of reach is as unknown as any other', () => {
  const kept = new KeptPlans();
  const { planId } = kept.keep(made());
  const reach = new Reach({ name: 'eth', scope: 'read', sha256: '', directories: ['eth'] });
  expect(() => kept.find(planId, reach)).toThrow(unknown);
});
