import { formatSeries } from '@tapehaul/archive';
import type { CellRecord, ObjectRecord } from '@tapehaul/catalog';
import type { CellSpan } from '@tapehaul/coverage';
import { CellWrites } from '../cells/cell-writes.ts';
import { one, type Session } from '../connection/session.ts';
import type { Together } from '../connection/together.ts';
import { inserted } from '../connection/unnested.ts';
import { cellSpan } from './cell-span.ts';
import { CoverageTally } from './coverage-tally.ts';
import { resolveDisputes } from './dispute-rows.ts';
import { byKey, HELD, type Held, heldBy } from './object-columns.ts';

/** What a file is known to be that is held with that proof. */
const STATE_OF_PROOF = { sidecar: 'proved', accepted: 'accepted', none: 'unverified' } as const;

/** Whether any object of record $1 is disputed. */
const IS_DISPUTED = `EXISTS (SELECT 1 FROM tapehaul.disputes WHERE record = $1::int AND state IN ('open', 'accepted'))`;

/** An object that is held from now on, one that is not any more, or what became known of files. */
type Change = Held | { readonly key: string } | { readonly span: CellSpan };

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

  /** An object that is held from now on. Where it `isNew` and another is held under its key, writing fails. */
  hold(run: number, object: ObjectRecord, isNew = false): void {
    this.#change(object.key, heldBy(run, object, isNew));
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

  /** Writes all that was given and the cells, and adds the sums by series; to be called before the transaction ends. */
  async end(together: Together): Promise<void> {
    await this.write();
    await this.#cells.write();
    this.#coverage.write(together, this.#record);
  }

  /** Removes the sums of series of which nothing is left; to be called once the sums are written. */
  removeEmpty(): Promise<void> {
    return this.#coverage.removeEmpty(this.#session, this.#record);
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
    const given = part.flatMap((it) => ('object' in it ? it : [])).sort(byKey);
    const { added, isDisputed } = await this.#add(given);
    const held = given.filter(({ object }) => added?.has(object.key) === false);
    const forgotten = part.flatMap((it) => ('key' in it ? it.key : []));
    const keys = [...held.map(({ object }) => object.key), ...forgotten].sort();
    const former = keys.length === 0 ? new Map<string, Former>() : await this.#former(keys);
    for (const before of former.values()) this.#uncover(before);
    await this.#upsert(held);
    if (isDisputed) await resolveDisputes(this.#session, this.#record, given);
    await this.#remove(forgotten.filter((key) => former.has(key)));
    for (const held of given) this.#cover(held);
    return part.flatMap((it) => ('span' in it ? it.span : (spanOf(it, former) ?? [])));
  }

  /**
   * Adds objects under whose keys nothing is held, as all of a first run; gives the keys of those, undefined where they are all, and
   * whether any object of the record is disputed.
   */
  async #add(
    held: readonly Held[],
  ): Promise<{ readonly added?: ReadonlySet<string>; readonly isDisputed: boolean }> {
    if (held.length === 0) return { isDisputed: false };
    const isNew = held.every((it) => it.isNew);
    const given = inserted(held, HELD, 2);
    const insert = `INSERT INTO tapehaul.objects (record, ${given.names}) SELECT $1::int, ${given.names} FROM ${given.sql}`;
    const found = await one<{ keys: string[] | null; isDisputed: boolean }>(
      this.#session,
      isNew
        ? `WITH added AS (${insert}) SELECT NULL AS keys, ${IS_DISPUTED} AS "isDisputed", $2::int AS of`
        : `WITH added AS (${insert} ON CONFLICT DO NOTHING RETURNING key)
           SELECT CASE WHEN count(*) < $2::int THEN coalesce(array_agg(key), '{}') END AS keys, ${IS_DISPUTED} AS "isDisputed" FROM added`,
      [this.#record, held.length, ...given.values],
    );
    const { keys = null, isDisputed = false } = found ?? {};
    return keys === null ? { isDisputed } : { added: new Set(keys), isDisputed };
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
    const given = inserted(held, HELD, 1);
    const updates = HELD.slice(1).map(([name]) => `${name} = excluded.${name}`);
    await this.#session.query(
      `INSERT INTO tapehaul.objects (record, ${given.names}) SELECT $1::int, ${given.names} FROM ${given.sql}
       ON CONFLICT (record, key) DO UPDATE SET ${updates.join(', ')}`,
      [this.#record, ...given.values],
    );
  }

  #cover({ series, object: { partition, proof, depth, bytes } }: Held): void {
    if (series === null) return;
    const [proved, deep] = [Number(proof === 'sidecar'), Number(depth === 'deep')];
    this.#coverage.add({ series, partition: partition ?? '', objects: 1, proved, deep, bytes });
  }

  #uncover({ series, partition, proof, depth, bytes }: Former): void {
    if (series === null) return;
    const [proved, deep] = [-Number(proof === 'sidecar'), -Number(depth === 'deep')];
    this.#coverage.add({ series, partition: partition ?? '', objects: -1, proved, deep, bytes: -bytes });
  }
}

/** What the file of an object is known to be that is held or forgotten; undefined where it stands in no series. */
function spanOf(
  change: Exclude<Change, { span: CellSpan }>,
  former: ReadonlyMap<string, Former>,
): CellSpan | undefined {
  if ('object' in change) {
    const { partition, period, proof } = change.object;
    return cellSpan(change.series, partition, period, STATE_OF_PROOF[proof]);
  }
  const before = former.get(change.key);
  return before && cellSpan(before.series, before.partition, before.period, 'unknown');
}
