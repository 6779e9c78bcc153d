import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BoundedQueue } from './bounded-queue.ts';

const step = fc.oneof(
  fc.record({ kind: fc.constant('add' as const), count: fc.nat(40) }),
  fc.record({ kind: fc.constant('take' as const), count: fc.nat(40), isSent: fc.boolean() }),
);

test('what comes is sent in order, waits or is counted as lost, and at most a quarter more than the limit waits', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), fc.array(step), (most, steps) => {
      const queue = new BoundedQueue<number>(most);
      const sent: number[] = [];
      let added = 0;
      for (const { kind, count, ...more } of steps) {
        if (kind === 'add') for (let one = 0; one < count; one += 1) queue.add(added++);
        else {
          const entries = queue.take(count);
          if ('isSent' in more && more.isSent) sent.push(...entries);
          else queue.putBack(entries);
        }
        expect(queue.size).toBeLessThanOrEqual(Math.max(1, most * 1.25));
        expect(sent.length + queue.size + queue.lost).toBe(added);
      }
      const rest = queue.take(added);
      const all = [...sent, ...rest];
      expect(all).toEqual(all.toSorted((a, b) => a - b));
      // The newest is never what is let go of.
      if (rest.length > 0) expect(rest.at(-1)).toBe(added - 1);
    }),
  );
});
