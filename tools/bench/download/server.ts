import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { repositoryFolder } from '@tapehaul/testkit';
import { findClients, startVersitygw, type Versitygw } from '@tapehaul/testkit/services';
import { execa } from 'execa';
import { type Corpus, makeWhole } from './corpus.ts';
import { plainEnvironment, rcloneRemote } from './measure/environment.ts';

const BUCKET = 'data.binance.vision';
const SIMULATOR = join(repositoryFolder, 'packages/archive-simulator/bin/tapehaul-simulator.js');

/** A server that holds a corpus and lets every client read it, as its own process. */
export interface Server extends AsyncDisposable {
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly pid: number;
}

/** A versitygw with the corpus, uploaded through S3 once so that objects have ETags. */
export async function gatewayWith(corpus: Corpus): Promise<Server> {
  const root = `${corpus.folder}.versitygw`;
  if (!existsSync(root)) {
    await makeWhole(root, async (making) => {
      await using gateway = await startVersitygw({ root: making });
      await upload(corpus, gateway);
    });
  }
  const gateway = await startVersitygw({ root });
  const { url: endpoint, region, pid } = gateway;
  return { endpoint, bucket: BUCKET, region, pid, [Symbol.asyncDispose]: gateway.close };
}

async function upload(corpus: Corpus, gateway: Versitygw): Promise<void> {
  await gateway.createBucket(BUCKET, { anonymousRead: true });
  const { rclone } = await findClients();
  const args = ['copy', corpus.folder, `archive:${BUCKET}`, '--transfers', '64', '--checkers', '64'];
  await execa(rclone, args, {
    env: { ...plainEnvironment(), ...rcloneRemote(gateway.url, gateway) },
    extendEnv: false,
  });
}

/** The archive simulator with the corpus, each answer late by that many milliseconds. */
export async function simulatorWith(corpus: Corpus, latencyMs: number): Promise<Server> {
  const args = ['--port', '0', '--folder', corpus.folder, '--bucket', BUCKET, '--latency', `${latencyMs}`];
  const simulator = execa(process.execPath, [SIMULATOR, ...args], { reject: false, buffer: false });
  const ended = simulator.then(() => ['no line']);
  const [line] = await Promise.race([once(createInterface(simulator.stdout), 'line'), ended]);
  const [endpoint] = /http:\/\/127\.0\.0\.1:\d+/.exec(String(line)) ?? [];
  const { pid } = simulator;
  if (endpoint === undefined || pid === undefined) throw new Error(`the simulator said: ${line}`);
  const close = async (): Promise<void> => {
    simulator.kill();
    await simulator;
  };
  return { endpoint, bucket: BUCKET, region: 'us-east-1', pid, [Symbol.asyncDispose]: close };
}
