import { startJaeger } from '@tapehaul/testkit/services';
import { expect, test } from 'vitest';

test('is ready when it has started, and leaves no process', async () => {
  const jaeger = await startJaeger();
  expect(await jaeger.findTraces({ service: 'nobody' })).toEqual([]);
  expect(await jaeger.getTrace('0123456789abcdef0123456789abcdef')).toBeUndefined();
  await expect(jaeger.getTrace('no id')).rejects.toThrow('Jaeger answered 400');
  expect(() => process.kill(jaeger.pid, 0)).not.toThrow();
  await jaeger.close();
  expect(() => process.kill(jaeger.pid, 0)).toThrow('ESRCH');
});
