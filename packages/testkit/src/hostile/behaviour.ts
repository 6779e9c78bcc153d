import type { Act } from './serving/server.ts';

/** A hostile or broken source, and how it must end. */
export interface Behaviour {
  /** What the source does, as the table in the docs calls it. */
  readonly name: string;
  /** What of it: the object, its sidecar, or a listing. */
  readonly of: 'object' | 'sidecar' | 'listing';
  readonly act: Act;
  /** What its sidecar does, where that is not the honest one's. */
  readonly sidecar?: Act;
  /** Size of the object in bytes, by a listing; none by default. */
  readonly listed?: number;
  /** Whether s5cmd's HEAD meets it too; by default that is answered honestly. */
  readonly head?: boolean;
  /** Status and error code over S3, in the words of the table. */
  readonly ends: string;
  /** Over s5cmd alone, where that is another. */
  readonly endsWithS5cmd?: string;
  /** With both engines, the S3 engine first, where that is another than over S3 alone. */
  readonly endsWithAuto?: string;
  /** Whether it is among those that are run over s5cmd and both engines by default, too; all are in a full trial. */
  readonly representative?: boolean;
}

/** Sends the true object or sidecar, with more or other headers. */
export const honestly =
  (headers: Readonly<Record<string, string | number>> = {}): Act =>
  async ({ answer, honest }) => {
    await answer({ etag: '"e"', 'content-length': honest.length, ...headers }, honest);
    return 'keep';
  };

/** Sends a body with its true length. */
export const replaced =
  (body: string | Uint8Array): Act =>
  async ({ answer }) => {
    await answer({ etag: '"e"', 'content-length': Buffer.byteLength(body) }, body);
    return 'keep';
  };

/** A mebibyte of zeros. */
export const MEBIBYTE: Buffer = Buffer.alloc(2 ** 20);
