import { createHash } from 'node:crypto';
import { type Availability, availabilityOf, PARTITIONS, type Series } from '@tapehaul/archive';
import { BUILT_IN_MATRIX, type CollectionConfig, type Matrix } from '@tapehaul/config';

/** The parts of a configuration that decide where files lie, and what its days are planned by. */
type Terms = Pick<
  CollectionConfig,
  'layout' | 'storage' | 'source' | 'planning' | 'partition' | 'download_checksum' | 'proof'
>;

/**
 * Names what the plan of a series depends on beside its days. What was settled under other terms is planned again: files may lie
 * elsewhere, and another source or matrix may have what this one lacks.
 */
export class PlanTerms {
  readonly #config: object;
  readonly #matrix: Matrix;
  /** Names by market, type and interval: the terms of many series are the same. */
  readonly #names = new Map<string, string>();

  constructor(config: Terms, matrix: Matrix) {
    const { layout, source, planning, partition, download_checksum, proof } = config;
    const storage = placeOf(config.storage);
    this.#config = { layout, storage, source, planning, partition, download_checksum, proof };
    this.#matrix = matrix;
  }

  /** The name of the terms of a series; opaque. Rows of the matrix about other series do not change it. */
  of({ market, dataType, interval }: Pick<Series, 'market' | 'dataType' | 'interval'>): string {
    const kind = `${market} ${dataType} ${interval}`;
    const known = this.#names.get(kind);
    if (known !== undefined) return known;
    const rows = PARTITIONS.map((partition) => {
      const row =
        availabilityOf(market, dataType, partition, interval, this.#matrix) ??
        availabilityOf(market, dataType, partition, interval, BUILT_IN_MATRIX);
      return row === undefined ? null : boundsOf(row);
    });
    const terms = JSON.stringify({ ...this.#config, rows });
    const name = createHash('sha256').update(terms).digest('hex').slice(0, 16);
    this.#names.set(kind, name);
    return name;
  }
}

/** What a plan takes from a row of the matrix. */
function boundsOf({ from, to, state, lateAfterDays }: Availability): object {
  return { from, to, state, lateAfterDays: lateAfterDays ?? null };
}

/** Where files lie: the region of a bucket is only the way to it. */
function placeOf(storage: Terms['storage']): object {
  if (storage.type === 'local') return { type: storage.type };
  const { type, bucket, prefix, endpoint = null } = storage;
  return { type, bucket, prefix, endpoint };
}
