import { formatSeries } from '@tapehaul/archive';
import type { CellRecord, ObjectRecord } from '@tapehaul/catalog';
import type { CellSpan } from '@tapehaul/coverage';
import { CellWrites } from '../cells/cell-writes.ts';
import type { Session } from '../connection/session.ts';
import { type Column, unnested } from '../connection/unnested.ts';
import { cellSpan } from './cell-span.ts';
import { CoverageTally } from './coverage-tally.ts';

/** What a file is known to be that is held with that proof. */
const STATE_OF_PROOF = { sidecar: 'proved', accepted: 'accepted', none: 'unverified' } as const;

/** An object that is held from now on, one that is not any more, or what became known of files. */
type Change =
  | { readonly run: number; readonly object: ObjectRecord }
  | { readonly key: string }
  | { readonly span: CellSpan };

/** What is held under a key before. */
interface Former extends Pick<ObjectRecord, 'key' | 'bytes' | 'proof' | 'depth' | 'partition' | 'period'> {
  readonly series: string | null;
}

/**
 * Writes what is held in one transaction, sums it up by series and marks its cells. What is given is written in that order, all that
 * lies between two {@link HeldWrites.write} in a few statements.
 */
export class HeldWrites {
  readonly #session: Session;
  readonly #record: number;
  readonly #coverage = new CoverageTally();
  readonly #cells: CellWrites;
  /** Changes in their order, in parts in which each key is once. */
  #parts: Change[][] = [];
  #keys = new Set<string>();

  constructor(session: Session, record: number) {
    this.#session = session;
    this.#record = record;
    this.#cells = new CellWrites(session, record);
  }

  hold(run: number, object: ObjectRecord): void {
    this.#change(object.key, { run, object });
  }

  forget(key: string): void {
    this.#change(key, { key });
  }

  /** What became known of files: after the objects that were given, and before those that come. */
  mark({ series, ...span }: CellRecord): void {
    this.#part().push({ span: { series: formatSeries(series), ...span } });
  }

  /** The content of an object of that digest was inflated and compared. */
  async deepen(key: string, sha256: string): Promise<void> {
    await this.write();
    const rows = await this.#session.query<{ series: string | null; partition: string | null }>(
      `UPDATE tapehaul.objects SET depth = 'deep' WHERE record = $1 AND key = $2 AND sha256 = $3 AND depth <> 'deep'
       RETURNING series, partition`,
      [this.#record, key, sha256],
    );
    for (const { series, partition } of rows) {
      if (series !== null)
        this.#coverage.add({ series, partition: partition ?? '', objects: 0, proved: 0, deep: 1, bytes: 0 });
    }
  }

  /** Writes what was given by now, except the sums and the cells. */
  async write(): Promise<void> {
    const parts = this.#parts;
    this.#parts = [];
    this.#keys.clear();
    for (const part of parts) this.#cells.mark(await this.#writePart(part));
  }

  /** Writes all that was given, the sums by series and the cells; to be called before the transaction ends. */
  async end(): Promise<void> {
    await this.write();
    await this.#coverage.write(this.#session, this.#record);
    await this.#cells.write();
  }

  /** Writes the cells that were marked by now, so that they can be read in this transaction. */
  async endCells(): Promise<void> {
    await this.write();
    await this.#cells.write();
  }

  #change(key: string, change: Change): void {
    if (this.#keys.has(key)) {
      this.#parts.push([]);
      this.#keys.clear();
    }
    this.#keys.add(key);
    this.#part().push(change);
  }

  #part(): Change[] {
    const part = this.#parts.at(-1) ?? [];
    if (this.#parts.length === 0) this.#parts.push(part);
    return part;
  }

  /** Writes objects, and gives what files are known to be by that, and by what was given beside them. */
  async #writePart(part: readonly Change[]): Promise<CellSpan[]> {
    const keys = part.flatMap((it) => ('span' in it ? [] : keyOf(it))).sort();
    const former = keys.length === 0 ? new Map<string, Former>() : await this.#former(keys);
    for (const key of keys) {
      const before = former.get(key);
      if (before !== undefined) this.#uncover(before);
    }
    const held = part.flatMap((it) => ('object' in it ? it : []));
    await this.#upsert(held);
    await this.#resolve(held);
    await this.#remove(part.flatMap((it) => ('key' in it && former.has(it.key) ? it.key : [])));
    for (const { object } of held) this.#cover(object);
    return part.flatMap((it) => ('span' in it ? it.span : (spanOf(it, former) ?? [])));
  }

  async #remove(keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    const sql = 'DELETE FROM tapehaul.objects WHERE record = $1 AND key = ANY ($2)';
    await this.#session.query(sql, [this.#record, keys]);
  }

  /** What is held under keys; others wait for it in the order of these. */
  async #former(keys: readonly string[]): Promise<Map<string, Former>> {
    const rows = await this.#session.query<Former>(
      `SELECT known.* FROM unnest($2::text[]) AS wanted (key) CROSS JOIN LATERAL (
         SELECT key, bytes, proof, depth, series, partition, period FROM tapehaul.objects
         WHERE record = $1 AND key = wanted.key OFFSET 0 FOR UPDATE) known`,
      [this.#record, keys],
    );
    return new Map(rows.map((row) => [row.key, row]));
  }

  async #upsert(held: readonly Held[]): Promise<void> {
    if (held.length === 0) return;
    const given = unnested(held, HELD, 1);
    const updates = HELD.slice(1).map(([name]) => `${name} = excluded.${name}`);
    await this.#session.query(
      `INSERT INTO tapehaul.objects (record, ${given.names}) SELECT $1::int, ${given.names} FROM ${given.sql}
       ON CONFLICT (record, key) DO UPDATE SET ${updates.join(', ')}`,
      [this.#record, ...given.values],
    );
  }

  /** Resolves the disputes of objects that were not accepted by a person. */
  async #resolve(held: readonly Held[]): Promise<void> {
    const proved = held.filter(({ object }) => object.proof !== 'accepted');
    if (proved.length === 0) return;
    const given = unnested(
      proved,
      HELD.filter(([name]) => name === 'key' || name === 'run' || name === 'recorded_at'),
      1,
    );
    await this.#session.query(
      `UPDATE tapehaul.disputes d SET state = 'resolved', last_run = given.run, last_seen_at = given.recorded_at FROM ${given.sql}
       WHERE d.record = $1 AND d.key = given.key AND d.state IN ('open', 'accepted')`,
      [this.#record, ...given.values],
    );
  }

  #cover({ series, partition, proof, depth, bytes }: ObjectRecord): void {
    if (series === null) return;
    const [proved, deep] = [Number(proof === 'sidecar'), Number(depth === 'deep')];
    this.#coverage.add({
      series: formatSeries(series),
      partition: partition ?? '',
      objects: 1,
      proved,
      deep,
      bytes,
    });
  }

  #uncover({ series, partition, proof, depth, bytes }: Former): void {
    if (series === null) return;
    const [proved, deep] = [-Number(proof === 'sidecar'), -Number(depth === 'deep')];
    this.#coverage.add({ series, partition: partition ?? '', objects: -1, proved, deep, bytes: -bytes });
  }
}

type Held = Extract<Change, { object: ObjectRecord }>;

const HELD: readonly Column<Held>[] = [
  ['key', 'text', ({ object }) => object.key],
  ['path', 'text', ({ object }) => object.path],
  ['bytes', 'bigint', ({ object }) => object.bytes],
  ['mtime_ms', 'float8', ({ object }) => object.mtimeMs],
  ['sha256', 'text', ({ object }) => object.sha256],
  ['proof', 'text', ({ object }) => object.proof],
  ['depth', 'text', ({ object }) => object.depth],
  ['etag', 'text', ({ object }) => object.etag],
  ['last_modified', 'text', ({ object }) => object.lastModified],
  ['series', 'text', ({ object }) => object.series && formatSeries(object.series)],
  ['partition', 'text', ({ object }) => object.partition],
  ['period', 'text', ({ object }) => object.period],
  ['run', 'bigint', ({ run }) => run],
  ['recorded_at', 'bigint', ({ object }) => Math.trunc(object.recordedAt)],
];

function keyOf(change: Exclude<Change, { span: CellSpan }>): string {
  return 'object' in change ? change.object.key : change.key;
}

/** What the file of an object is known to be that is held or forgotten; undefined where it stands in no series. */
function spanOf(
  change: Exclude<Change, { span: CellSpan }>,
  former: ReadonlyMap<string, Former>,
): CellSpan | undefined {
  if ('object' in change) {
    const { series, partition, period, proof } = change.object;
    return cellSpan(series && formatSeries(series), partition, period, STATE_OF_PROOF[proof]);
  }
  const before = former.get(change.key);
  return before && cellSpan(before.series, before.partition, before.period, 'unknown');
}
