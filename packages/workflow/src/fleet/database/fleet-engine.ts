import { TapehaulError } from '@tapehaul/errors';
import type { BatchEngine } from '@tapehaul/fleet';
import * as z from 'zod';
import { sharedRecordsAt } from '../../record-store.ts';
import { namedDatabase } from './named-database.ts';

/** Engines that hand batches of a run to workers: queues in the PostgreSQL of the record, or in a Temporal server. */
const FLEET_ENGINES = ['pgboss', 'temporal'] as const;
/** An engine that hands batches of a run to workers. */
export type FleetEngine = (typeof FLEET_ENGINES)[number];

/** How an engine is opened. */
export interface FleetEngineOptions {
  /** `TAPEHAUL_FLEET_ENGINE` of the environment by default, else pgboss. */
  readonly engine?: FleetEngine;
  /** Name of this process among the connections of a server; `tapehaul` by default. */
  readonly name?: string;
  /** Receives what goes wrong beside a call. What is queued is kept, and work continues. */
  readonly onTrouble?: (error: TapehaulError) => void;
}

/**
 * Opens the engine of a fleet: pgboss in the database that `TAPEHAUL_RECORD_URL` names, temporal at the server that
 * `TEMPORAL_ADDRESS` and Temporal's other variables name. It is loaded only then. Rejects with a TapehaulError `config_invalid` where no database is named,
 * `catalog_failed` where it cannot be reached or has no records, and `engine_unavailable` where the engine cannot be reached, is not prepared or not installed.
 */
export async function openFleetEngine({
  engine = engineOfEnvironment(),
  name = 'tapehaul',
  onTrouble = () => {},
}: FleetEngineOptions = {}): Promise<BatchEngine> {
  const server = namedDatabase(NO_RECORD, ' Prepare it once: tapehaul migrate.');
  // First the record: trouble of the database is reported as by every other command, not as that of a queue.
  await (await sharedRecordsAt(server)).abandoned();
  if (engine === 'temporal') return openTemporalEngine(onTrouble);
  const { openPgboss } = await import('@tapehaul/fleet-pgboss');
  return openPgboss({ url: server.url, name, onTrouble });
}

const NO_RECORD = 'a fleet needs a record that machines share, and TAPEHAUL_RECORD_URL is not set';

function engineOfEnvironment(): FleetEngine {
  const named = process.env.TAPEHAUL_FLEET_ENGINE;
  if (named === undefined || named === '') return 'pgboss';
  const engine = FLEET_ENGINES.find((known) => known === named);
  if (engine !== undefined) return engine;
  throw new TapehaulError('config_invalid', `TAPEHAUL_FLEET_ENGINE is "${named}"`, {
    hint: `Set it to ${FLEET_ENGINES.join(' or ')}, or leave it out.`,
  });
}

/** A package of its own: nothing else brings Temporal, so no import names it to a compiler or a bundler. */
const TEMPORAL_PACKAGE: string = '@tapehaul/fleet-temporal';

async function openTemporalEngine(onTrouble: (error: TapehaulError) => void): Promise<BatchEngine> {
  const { openTemporal, environmentPlace } = TEMPORAL.parse(
    await import(TEMPORAL_PACKAGE).catch(notInstalled),
  );
  return openTemporal({ ...environmentPlace(), onTrouble });
}

/** What that package gives, as far as it is used. */
const TEMPORAL = z.looseObject({
  openTemporal: z.custom<(options: object) => Promise<BatchEngine>>((value) => typeof value === 'function'),
  environmentPlace: z.custom<() => object>((value) => typeof value === 'function'),
});

function notInstalled(): never {
  throw new TapehaulError('engine_unavailable', `${TEMPORAL_PACKAGE} is not installed`, {
    hint: `npm install ${TEMPORAL_PACKAGE}, beside tapehaul; in a clone: npm run build.`,
  });
}
