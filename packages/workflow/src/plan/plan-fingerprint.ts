import { createHash } from 'node:crypto';
import type { Change } from '@tapehaul/planner';
import * as z from 'zod';

/** Which files a plan fetches, without naming them: two plans with the same fingerprint fetch the same versions of the same files. */
export const planFingerprintSchema = z
  .object({
    files: z.int().nonnegative(),
    /** 64 hex digits; the order of the files does not matter. */
    digest: z.string().regex(/^[0-9a-f]{64}$/),
  })
  .readonly();

/** Which files a plan fetches. */
export type PlanFingerprint = z.output<typeof planFingerprintSchema>;

/** What a plan says of a file. */
export interface FingerprintedFile {
  readonly change: Change;
  readonly key: string;
  /** The version that a listing showed; undefined where the file was planned by the matrix. */
  readonly etag: string | undefined;
}

const TO_FETCH: ReadonlySet<Change> = new Set(['new', 'replaced', 'corrupt']);
const MODULUS = 2n ** 256n;

/** Makes the fingerprint of a plan while its files pass; needs the same memory for any number of files. */
export class FingerprintMaker {
  #files = 0;
  #sum = 0n;

  /** Counts a file that the plan fetches; leaves out any other. */
  add({ change, key, etag = '' }: FingerprintedFile): void {
    if (!TO_FETCH.has(change)) return;
    this.#files += 1;
    const digest = createHash('sha256').update(`${key}\n${etag}`).digest('hex');
    // A sum of digests identifies a set of files in any order.
    this.#sum = (this.#sum + BigInt(`0x${digest}`)) % MODULUS;
  }

  /** The fingerprint of the files so far. */
  fingerprint(): PlanFingerprint {
    return { files: this.#files, digest: this.#sum.toString(16).padStart(64, '0') };
  }
}

/** Whether two plans fetch the same versions of the same files. */
export function isSamePlan(one: PlanFingerprint, other: PlanFingerprint): boolean {
  return one.files === other.files && one.digest === other.digest;
}
