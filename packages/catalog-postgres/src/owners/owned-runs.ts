import type { OwnerOptions } from '@tapehaul/catalog';
import type { Session } from '../connection/session.ts';

/** A run of this owner. */
interface OwnedRun {
  readonly onRequest: OwnerOptions['onRequest'];
  /** Its end is recorded, or waits for that. */
  isEnding: boolean;
}

/**
 * The runs that this owner has a lease on. Another takes over those of an owner whose lease has run out; if that one lives all the
 * same, it must write nothing more of them.
 */
export class OwnedRuns {
  /** Names this owner to the database. */
  readonly owner: string;
  readonly #owned = new Map<number, OwnedRun>();
  readonly #lost = new Set<number>();

  constructor(owner: string) {
    this.owner = owner;
  }

  add(run: number, { onRequest }: OwnerOptions): void {
    this.#lost.delete(run);
    this.#owned.set(run, { onRequest, isEnding: false });
  }

  /** To be called before the end of a run is recorded: it takes no more requests. */
  ending(run: number): void {
    const owned = this.#owned.get(run);
    if (owned !== undefined) owned.isEnding = true;
  }

  /** The runs that have not ended. */
  get open(): number[] {
    return [...this.#owned].filter(([, { isEnding }]) => !isEnding).map(([run]) => run);
  }

  /** Whether another owner has taken a run from this one. */
  isLost(run: number): boolean {
    return this.#lost.has(run);
  }

  /** Finds out which runs are still of this owner; they stay so until the transaction has ended. */
  async check(session: Session): Promise<void> {
    if (this.#owned.size === 0) return;
    const runs = [...this.#owned.keys()].sort((a, b) => a - b);
    const rows = await session.query<{ id: number; mine: boolean; ended: boolean }>(
      `SELECT id, owner = $2 AS mine, ended_at IS NOT NULL AS ended FROM tapehaul.runs WHERE id = ANY ($1) ORDER BY id FOR SHARE`,
      [runs, this.owner],
    );
    const found = new Map(rows.map((row) => [row.id, row]));
    for (const run of runs) this.#learn(run, found.get(run));
  }

  /** Reads the requests to the owner, and with `beats` renews its leases. Gives who is to be notified of what. */
  async listen(session: Session, beats: boolean, lease: string): Promise<() => void> {
    const runs = this.open;
    const renew = beats ? `, heartbeat_at = now(), lease_until = ${lease}` : '';
    const rows = await session.query<{ id: number; request: string | null }>(
      `WITH own AS (SELECT id, request FROM tapehaul.runs WHERE id = ANY ($1) AND owner = $2 AND ended_at IS NULL
         ${beats ? '' : 'AND request IS NOT NULL'} ORDER BY id FOR NO KEY UPDATE)
       UPDATE tapehaul.runs r SET request = NULL${renew} FROM own WHERE r.id = own.id RETURNING r.id, own.request`,
      [runs, this.owner],
    );
    if (beats) await this.check(session);
    return () => {
      for (const { id, request } of rows) {
        if (request === 'cancel' || request === 'pause' || request === 'resume')
          this.#owned.get(id)?.onRequest?.(request);
      }
    };
  }

  #learn(run: number, row: { readonly mine: boolean; readonly ended: boolean } | undefined): void {
    const owned = this.#owned.get(run);
    if (owned === undefined || (row?.mine === true && !row.ended)) return;
    this.#owned.delete(run);
    if (row?.mine === true && owned.isEnding) return;
    this.#lost.add(run);
    // Not in the transaction: the listener may write.
    queueMicrotask(() => owned.onRequest?.('cancel'));
  }
}
