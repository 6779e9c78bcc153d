import { readFile, rm, statfs, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { CollectionConfig, Environment, Origin } from '@tapehaul/config';
import { grouped } from '@tapehaul/errors';
import type { Network } from '@tapehaul/network';
import prettyBytes from 'pretty-bytes';
import { STATE, stateDirectory } from '../../directory.ts';
import { nearestExisting } from '../../disk-space.ts';
import { USUAL_ACCESS } from '../../engines/access.ts';
import { collectionTarget } from '../../engines/collection-target.ts';
import { prepareOutputDirectory } from '../../output-directory.ts';
import { engineFindings } from './diagnose-engines.ts';
import { diagnoseRecord } from './diagnose-record.ts';
import { diagnoseNetwork, PATIENCE_SECONDS, sourceAndClock } from './diagnose-source.ts';
import { diagnoseTables } from './diagnose-tables.ts';
import { type Finding, failed, finding } from './finding.ts';
import { firstMissing, removeEmpty } from './made-directories.ts';

const LEAST_NODE = 24;
/** Free bytes and inodes below which a collection is likely to end early. */
const LEAST_SPACE = 5e9;
const LEAST_INODES = 100_000;
/** Open files that parallel transfers, their sidecars and s5cmd's parts need. */
const LEAST_FILES = 1_024;

/** Checks everything that a collection needs, one by one. Never rejects: what goes wrong is a finding. */
export async function* diagnose(
  config: CollectionConfig,
  env: Environment = process.env,
  origins?: ReadonlyMap<string, Origin>,
): AsyncGenerator<Finding, void, undefined> {
  const root = resolve(config.output_directory);
  yield node();
  yield* engineFindings(config, env);
  yield await writable(root);
  yield* space(await statfs(nearestExisting(root)));
  yield await openFiles();
  const way = diagnoseNetwork(config, env);
  yield way.finding;
  if (way.network !== undefined) {
    yield* sourceAndClock(config, way.network, origins);
    if (config.storage.type === 's3') yield await storage(config, root, way.network);
  }
  yield await diagnoseRecord(root);
  if (config.tables !== false) yield await diagnoseTables(root);
}

function node(): Finding {
  const { node: version } = process.versions;
  const isWell = Number.parseInt(version, 10) >= LEAST_NODE;
  return finding('node', isWell, `Node ${version}`, `Install Node ${LEAST_NODE} or newer.`);
}

async function writable(root: string): Promise<Finding> {
  const probe = join(stateDirectory(root), `doctor-${process.pid}`);
  try {
    const made = firstMissing(dirname(probe));
    await prepareOutputDirectory(root);
    await writeFile(probe, '');
    await rm(probe);
    if (made !== undefined) await removeEmpty(dirname(probe), made);
    return finding('output', true, `${root} can be written`, '');
  } catch (error) {
    return failed('output', error, 'Choose another output_directory, or correct its permissions.');
  }
}

function* space(disk: { bavail: number; bsize: number; ffree: number; files: number }): Generator<Finding> {
  const free = disk.bavail * disk.bsize;
  yield finding(
    'space',
    free >= LEAST_SPACE,
    `${prettyBytes(free)} free`,
    'Free some space; tapehaul plan shows how much is needed.',
  );
  // Some file systems have no fixed number of inodes, and say 0.
  const isWell = disk.files === 0 || disk.ffree >= LEAST_INODES;
  yield finding(
    'inodes',
    isWell,
    `${grouped(disk.ffree)} inodes free`,
    'Each file needs two inodes, one for its sidecar. Delete files to free some.',
  );
}

async function openFiles(): Promise<Finding> {
  const limits = await readFile('/proc/self/limits', 'utf8').catch(() => '');
  const soft = /^Max open files\s+(\d+)/m.exec(limits)?.[1];
  if (soft === undefined)
    return finding('files', true, 'the limit of open files is unknown on this system', '');
  return finding(
    'files',
    Number(soft) >= LEAST_FILES,
    `${grouped(Number(soft))} open files`,
    'Raise it: ulimit -n 65536.',
  );
}

/** Whether the bucket that files go to answers, with the credentials that there are. */
async function storage(config: CollectionConfig, root: string, network: Network): Promise<Finding> {
  const target = collectionTarget(
    { ...config, timeout_seconds: PATIENCE_SECONDS },
    root,
    USUAL_ACCESS(config).storage,
    network,
  );
  if (typeof target === 'string') return finding('storage', true, target, '');
  try {
    await target.find(`${STATE}-doctor`);
    return finding('storage', true, `${target.locate('')} answers`, '');
  } catch (error) {
    return failed('storage', error, 'Check storage, and the credentials of the AWS SDK.');
  } finally {
    await target.close();
  }
}
