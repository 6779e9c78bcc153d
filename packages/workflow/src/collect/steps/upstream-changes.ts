import { isDeepStrictEqual } from 'node:util';
import { firstDayOf } from '@tapehaul/archive';
import type { Catalog, CatalogReader, ChangeRecord, ObjectRecord } from '@tapehaul/catalog';
import type { Listed } from '@tapehaul/planner';
import type { ChangeEvent } from '../../events/events.ts';
import type { FileOutcome } from '../../file/file-outcome.ts';
import { FLOW_NAME } from '../../flow-names.ts';

/** The newest other run whose plan was stored in whole; undefined when there is none. */
export async function formerRunOf(catalog: CatalogReader, runId: string): Promise<string | undefined> {
  const { rows } = await catalog.runs({ flow: FLOW_NAME, planned: true, limit: 2 });
  return rows.find((run) => run.runId !== runId)?.runId;
}

/** What the changes belong to, and where they are noted. */
export interface ChangeLogOptions {
  readonly runId: string;
  /** Run before this one whose plan was stored in whole; undefined when there is none. */
  readonly formerRunId: string | undefined;
  readonly catalog: Catalog;
  readonly hub: { readonly emit: (event: ChangeEvent) => void };
}

/** Notes what has changed in the archive since the last run, each change once. */
export class ChangeLog {
  readonly #options: ChangeLogOptions;

  constructor(options: ChangeLogOptions) {
    this.#options = options;
  }

  /** The archive has another version than the one that is held. */
  async replaced(
    key: string,
    held: ObjectRecord,
    now: Pick<Listed, 'size' | 'etag' | 'lastModified'>,
  ): Promise<void> {
    const { size: bytes, etag, lastModified } = now;
    await this.#note('replaced', key, { held: versionFacts(held), archive: { bytes, etag, lastModified } });
  }

  /** The archive does not have an object any more that is held. */
  async vanished(key: string, held: ObjectRecord | undefined): Promise<void> {
    if (held !== undefined) await this.#note('vanished', key, { held: versionFacts(held) });
  }

  /**
   * A file has been fetched: it replaces the version that was held, which is kept or not; or it is late, when
   * the run before this found that there was none, or the record had taken its absence for settled.
   */
  async fetched(outcome: FileOutcome, held: ObjectRecord | undefined, wasSettled = false): Promise<void> {
    const { key, bytes, etag, sha256, lastModified, keptOldAs } = outcome;
    const { runId, catalog } = this.#options;
    if (held === undefined) {
      if (wasSettled || (await this.#wasMissing(outcome)))
        await this.#note('late', key, { archive: { bytes, etag, lastModified } });
    } else if (held.sha256 !== sha256) {
      const version = { path: keptOldAs, ...versionFacts(held), sha256: held.sha256 };
      catalog.recordVersion({ key, ...version, runId, supersededAt: Date.now() });
      await this.#note('replaced', key, { held: versionFacts(held), archive: { bytes, etag, lastModified } });
    }
  }

  async #wasMissing({ key, object }: FileOutcome): Promise<boolean> {
    const { formerRunId, catalog } = this.#options;
    if (formerRunId === undefined || object === undefined) return false;
    const { period } = object;
    const day = period.length === 7 ? firstDayOf(period) : period;
    return catalog.wasMissing(formerRunId, { taskId: key, state: 'Absent', series: object, day });
  }

  async #note(
    kind: ChangeRecord['kind'],
    key: string,
    facts: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const { runId, catalog, hub } = this.#options;
    const last = await catalog.lastChange(key);
    if (last?.kind === kind && isDeepStrictEqual(last.facts, facts)) return;
    catalog.recordChange({ runId, kind, key, at: Date.now(), facts });
    hub.emit({ kind: 'change', change: kind, key, facts });
  }
}

function versionFacts({ bytes, etag, lastModified }: ObjectRecord) {
  return { bytes, etag, lastModified };
}
