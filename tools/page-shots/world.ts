import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_SYMBOLS, startSimulator, syntheticSource } from '@tapehaul/archive-simulator';
import { newToken } from '../../apps/server/src/access/tokens.ts';
import { createServer } from '../../apps/server/src/server.ts';
import { setClock } from './fixed-clock.ts';
import { HELD, plantFaults, SETS } from './sets.ts';

/** Two services with something to show on each page. `await using` stops all of it. */
export interface World extends AsyncDisposable {
  /** Address of a service with four sets, whose runs have ended, are in progress and wait. */
  readonly url: string;
  /** Address of one that wants a token. */
  readonly closedUrl: string;
  /** A run of which files failed, and one in progress. */
  readonly failedRun: string;
  readonly openRun: string;
}

/** Archive, services and runs, on loopback and in a folder of their own. */
export async function makeWorld(): Promise<World> {
  const data = await mkdtemp(join(tmpdir(), 'tapehaul-shots-'));
  setClock('2025-07-16T02:00:00Z');
  const symbols = [
    ...DEFAULT_SYMBOLS.filter(({ symbol }) => symbol !== 'LINKUSDT' && symbol !== 'LTCUSDT'),
    { market: 'spot', symbol: 'LINKUSDT', from: '2025-05-06', to: null },
    { market: 'spot', symbol: 'LTCUSDT', from: '2017-12-13', to: '2025-06-12' },
  ] as const;
  const simulator = await startSimulator({ source: syntheticSource({ symbols }) });
  const letGo = plantFaults(simulator.faults);
  const env = { TAPEHAUL_SOURCE_ENDPOINT: simulator.url };
  const onError = console.error;
  const service = await createServer({ data: join(data, 'open'), env, onError });
  const url = await service.listen({ host: '127.0.0.1', port: 0 });
  const tokens = [newToken('operator', 'write').kept];
  const closed = await createServer({ data: join(data, 'closed'), env, onError, tokens });
  const closedUrl = await closed.listen({ host: '127.0.0.1', port: 0 });

  const start = async (at: string, config: object): Promise<string> => {
    setClock(at);
    const answer = await fetch(new URL('/v1/runs', url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ config }),
    });
    if (!answer.ok) throw new Error(`the service answered ${answer.status}: ${await answer.text()}`);
    return ((await answer.json()) as { run_id: string }).run_id;
  };
  const ended = async (run: string): Promise<string> => {
    // The stream of a run ends with it.
    await (await fetch(new URL(`/v1/runs/${run}/events?view=progress`, url))).text();
    return run;
  };
  await ended(await start('2025-07-15T02:00:00Z', SETS.funding));
  await ended(await start('2025-07-16T02:00:00Z', SETS.funding));
  const failedRun = await ended(await start('2025-07-16T03:10:00Z', SETS.spot));
  const openRun = await start('2025-07-16T08:20:00Z', SETS.trades);
  await simulator.requests.waitFor(({ key }) => HELD.test(key));
  await start('2025-07-16T08:20:30Z', SETS.funding);
  return {
    url,
    closedUrl,
    failedRun,
    openRun,
    async [Symbol.asyncDispose]() {
      letGo();
      await Promise.all([service.close(), closed.close()]);
      await simulator.close();
      await rm(data, { recursive: true, force: true });
    },
  };
}
