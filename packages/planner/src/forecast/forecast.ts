import type { DataType, Market } from '@tapehaul/archive';
import type { Change, Compared } from './compare.ts';
import { plannedBytes } from './planned-bytes.ts';

/** What a collection of one market and data type will cost. */
export interface ForecastRow {
  readonly market: Market;
  readonly data_type: DataType;
  /** Objects of the plan. */
  files: number;
  /** How many are new, replaced, present, corrupt, gone upstream, and disputed. */
  readonly changes: Record<Change, number>;
  /** Files to fetch: those new, replaced or corrupt. */
  fetch_files: number;
  /** Bytes to fetch. */
  fetch_bytes: number;
  /** Of the files to fetch, those whose size is a guess, because no listing gave it. */
  estimated_files: number;
  /** Room that the fetched files and their sidecars take on disk, in whole blocks of 4 KiB. */
  disk_bytes: number;
  /** Requests to the archive. */
  requests: number;
}

/** How a file is fetched. */
export interface Fetch {
  /** Name of the engine that tries it first. */
  readonly engine: string;
  /** Requests for the file, its sidecar included. */
  readonly requests: number;
}

/** What fetching a file costs beside its bytes. */
export interface FileCost {
  /** Whether each file brings a sidecar. */
  readonly sidecars: boolean;
  /** How a file of that size in bytes is fetched. */
  readonly fetchFor: (bytes: number) => Fetch;
}

/** What one engine is to fetch. */
export interface EngineShare {
  readonly engine: string;
  files: number;
  bytes: number;
}

/** Adds up what a plan will cost. */
export interface Forecast {
  add(answer: Compared): void;
  /** By market and data type, in the order of the plan. */
  rows(): ForecastRow[];
  /** All rows together. */
  total(): Omit<ForecastRow, 'market' | 'data_type'>;
  /** The files to fetch by the engine that tries them first, in the order of the plan. */
  engines(): EngineShare[];
}

/** Bytes of a block of a disk, in which forecasts count. */
export const DISK_BLOCK = 4_096;

/** Room that a file of that many bytes takes on disk, its sidecar included if it has one, in whole blocks of 4 KiB. */
export function diskBytes(bytes: number, hasSidecar: boolean): number {
  return (Math.ceil(bytes / DISK_BLOCK) + (hasSidecar ? 1 : 0)) * DISK_BLOCK;
}

/** A new forecast. */
export function createForecast({ fetchFor, sidecars }: FileCost): Forecast {
  const rows = new Map<string, ForecastRow>();
  const shares = new Map<string, EngineShare>();
  return {
    add(answer) {
      if (answer.kind !== 'object') return;
      const { market, dataType } = answer.object;
      const name = `${market} ${dataType}`;
      const row = rows.get(name) ?? { market, data_type: dataType, ...nothing() };
      rows.set(name, row);
      row.changes[answer.change] += 1;
      if (answer.change === 'gone') return;
      row.files += 1;
      if (answer.change === 'present' || answer.change === 'disputed') return;
      const bytes = plannedBytes(answer.object, answer.listed?.size);
      row.fetch_files += 1;
      row.fetch_bytes += bytes;
      row.estimated_files += answer.listed === undefined ? 1 : 0;
      row.disk_bytes += diskBytes(bytes, sidecars);
      const { engine, requests } = fetchFor(bytes);
      row.requests += requests;
      const share = shares.get(engine) ?? { engine, files: 0, bytes: 0 };
      shares.set(engine, share);
      share.files += 1;
      share.bytes += bytes;
    },
    rows: () => [...rows.values()],
    engines: () => [...shares.values()],
    total: () => [...rows.values()].reduce(sum, nothing()),
  };
}

function nothing(): Omit<ForecastRow, 'market' | 'data_type'> {
  return {
    files: 0,
    changes: { new: 0, replaced: 0, present: 0, corrupt: 0, gone: 0, disputed: 0 },
    fetch_files: 0,
    fetch_bytes: 0,
    estimated_files: 0,
    disk_bytes: 0,
    requests: 0,
  };
}

function sum(
  a: Omit<ForecastRow, 'market' | 'data_type'>,
  b: ForecastRow,
): Omit<ForecastRow, 'market' | 'data_type'> {
  const changes = {
    new: a.changes.new + b.changes.new,
    replaced: a.changes.replaced + b.changes.replaced,
    present: a.changes.present + b.changes.present,
    corrupt: a.changes.corrupt + b.changes.corrupt,
    gone: a.changes.gone + b.changes.gone,
    disputed: a.changes.disputed + b.changes.disputed,
  };
  return {
    files: a.files + b.files,
    changes,
    fetch_files: a.fetch_files + b.fetch_files,
    fetch_bytes: a.fetch_bytes + b.fetch_bytes,
    estimated_files: a.estimated_files + b.estimated_files,
    disk_bytes: a.disk_bytes + b.disk_bytes,
    requests: a.requests + b.requests,
  };
}
