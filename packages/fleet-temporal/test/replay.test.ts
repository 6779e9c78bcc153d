import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import proto from '@temporalio/proto';
import { Worker } from '@temporalio/worker';
import { beforeAll, expect, test } from 'vitest';
import { flowBundle } from '../src/flow/flow-bundle.ts';
import { quietRuntime } from '../src/worker/quiet-runtime.ts';

const { History } = proto.temporal.api.history.v1;
const folder = join(import.meta.dirname, 'histories');
const names = globSync('*.binpb', { cwd: folder }).sort();

const read = (name: string) => History.decode(readFileSync(join(folder, name)));
const replay = async (history: ReturnType<typeof read>): Promise<void> =>
  Worker.runReplayHistory(await flowBundle(), history);

beforeAll(quietRuntime);

test.each(names)('the workflow takes the steps again that a release took: %s', async (name) => {
  await expect(replay(read(name))).resolves.toBeUndefined();
});

test('a history with another step is refused', async () => {
  const history = read(names[0] ?? '');
  for (const { activityTaskScheduledEventAttributes: scheduled } of history.events) {
    if (scheduled) scheduled.activityId = `${scheduled.activityId}0`;
  }
  await expect(replay(history)).rejects.toThrow(/[Nn]ondeterminism/);
});
