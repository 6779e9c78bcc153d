import { randomBytes } from 'node:crypto';
import { asTapehaulError } from '@tapehaul/errors';
import type { Target } from '../target/target.ts';
import { Probe } from './probe.ts';
import { TARGET_PROMISES } from './promises.ts';

/** How a target is proved. */
export interface TargetProof {
  /** Directory for staged probe files, on the file system of the target where that is a local disk. */
  readonly staging: string;
  readonly signal: AbortSignal;
  /** Names of the promises to check; all by default. */
  readonly only?: readonly string[];
}

/** The result of one promise. */
export interface ProvedPromise {
  /** Short and stable, for programs. */
  readonly name: string;
  /** What is promised, as a sentence for people. */
  readonly promise: string;
  /** What is wrong; undefined when the promise is kept. */
  readonly wrong?: string;
  /** What to do about it, where an error says so. */
  readonly hint?: string;
}

const REMOVAL = { name: 'leaves_nothing', promise: 'all files of this check are removed' };

/** Longest time for the removal of the files of one promise, in milliseconds, also of a check that is stopped. */
const REMOVAL_MS = 30_000;

/**
 * Checks promise by promise whether a target obeys the contract of {@link Target}, with files of its own below one new
 * folder, `tapehaul-probe-…`, which it removes, also when the signal stops it. Touches nothing else. Never rejects: an
 * error breaks a promise. Ends after the first promise when the target cannot be used at all.
 */
export async function* proveTarget(
  target: Target,
  { staging, signal, only }: TargetProof,
): AsyncGenerator<ProvedPromise, void, undefined> {
  const folder = `tapehaul-probe-${randomBytes(6).toString('hex')}`;
  let left: Omit<ProvedPromise, 'name' | 'promise'> = {};
  const wanted = TARGET_PROMISES.filter(({ name }) => only?.includes(name) ?? true);
  for (const { name, promise, check } of wanted) {
    const probe = new Probe({ target, folder: `${folder}/${name}`, staging, signal });
    const { error, ...outcome } = await outcomeOf(() => check(probe));
    const { error: _, ...removed } = await outcomeOf(() => probe.removeAll(AbortSignal.timeout(REMOVAL_MS)));
    if (left.wrong === undefined) left = removed;
    yield { name, promise, ...outcome };
    if (error !== undefined && UNUSABLE.has(error)) break;
  }
  yield { ...REMOVAL, ...left };
}

/** Errors that each further promise would meet too. */
const UNUSABLE: ReadonlySet<string> = new Set([
  'access_denied',
  'bucket_not_found',
  'connection_failed',
  'name_not_resolved',
  'tls_untrusted',
  'proxy_refused',
  'proxy_unreachable',
  'cancelled',
]);

async function outcomeOf(
  check: () => Promise<string | undefined>,
): Promise<{ wrong?: string; hint?: string; error?: string }> {
  try {
    const wrong = await check();
    return wrong === undefined ? {} : { wrong };
  } catch (thrown) {
    const { message, hint, code } = asTapehaulError(thrown);
    return { wrong: message, error: code, ...(hint === undefined ? {} : { hint }) };
  }
}
