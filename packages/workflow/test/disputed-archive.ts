import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { folderSource, type Simulator, startSimulator } from '@tapehaul/archive-simulator';
import { afterEach, beforeEach } from 'vitest';
import { ArchiveCollectionWorkflow, type WorkflowEvent } from '../src/index.ts';
import { config, directory, key, output, simulator } from './archive.ts';

/** The file of three whose sidecar is wrong. */
export const KEY = key('02');

/** An archive of three files, one of which has the sidecar of other bytes. */
let archive: Simulator;
const fileOf = (name: string): string => join(directory, 'bucket', name);

beforeEach(async () => {
  for (const day of ['01', '02', '03']) {
    for (const name of [key(day), `${key(day)}.CHECKSUM`]) {
      const answer = await fetch(`${simulator.url}/${simulator.bucket}/${name}`);
      await mkdir(dirname(fileOf(name)), { recursive: true });
      await writeFile(fileOf(name), Buffer.from(await answer.arrayBuffer()));
      await age(name);
    }
  }
  await publishDigest('stale');
  await age(`${KEY}.CHECKSUM`);
  archive = await startSimulator({ source: folderSource(join(directory, 'bucket')) });
});
afterEach(() => archive.close());

/** The archive has a file since two hours: a later change has another time, to the second. */
async function age(name: string): Promise<void> {
  const time = new Date(Date.now() - 7_200_000);
  await utimes(fileOf(name), time, time);
}

export const digest = (content: string | Buffer): string =>
  createHash('sha256').update(content).digest('hex');

/** The bytes that the archive has of the disputed file. */
export const upstream = (): Promise<Buffer> => readFile(fileOf(KEY));

/** The archive publishes the digest of some text, or of the file itself, an hour later than anything was fetched. */
export async function publishDigest(of?: string): Promise<void> {
  const sha256 = digest(of ?? (await upstream()));
  const sidecar = `${fileOf(KEY)}.CHECKSUM`;
  await writeFile(sidecar, `${sha256}  ${basename(KEY)}`);
  const later = new Date(Date.now() + 3_600_000);
  await utimes(sidecar, later, later);
}

/** The archive replaces the disputed file by the one of the day before. */
export async function replaceUpstream(): Promise<void> {
  await writeFile(fileOf(KEY), await readFile(fileOf(key('01'))));
}

/** The archive deletes a file with its sidecar. */
export async function deleteUpstream(name: string): Promise<void> {
  for (const it of [name, `${name}.CHECKSUM`]) await rm(fileOf(it));
}

/** Collects from that archive: the result, how the file ended, its line in the manifest, and what was requested of it. */
export async function collectDisputed(more: object = {}) {
  archive.requests.clear();
  const statuses: string[] = [];
  const onEvent = (event: WorkflowEvent): void => {
    if (event.kind === 'file' && event.key === KEY) statuses.push(event.status);
  };
  const settings = config({ source: { endpoint: archive.url }, ...more });
  const result = await new ArchiveCollectionWorkflow(settings, { onEvent }).execute();
  const manifest = await readFile(join(output, '_runs', result.run_id, 'manifest.ndjson'), 'utf8');
  const rows: { key: string }[] = manifest
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const row = rows.find((it) => it.key === KEY);
  return { result, status: statuses.join(), row, methods: methodsOf(), endpoint: archive.url };
}

function methodsOf(): string[] {
  const ofFile = archive.requests.list().filter((it) => it.key?.startsWith(KEY) === true);
  return ofFile.map(({ method }) => method);
}
