import { SIDECAR_MAX_BYTES } from '@tapehaul/archive';
import { TapehaulError } from '@tapehaul/errors';
import type { Transfer } from './engine.ts';

/** When a transfer is too slow to be worth its connection, as curl and git have it. */
export interface LowSpeed {
  /** Fewer bytes a second than these are too few; 0 lets any speed pass. */
  readonly bytesPerSecond: number;
  /** For how long, in seconds, the speed may be lower. */
  readonly seconds: number;
}

/** What no honest link falls below for a minute, however many connections share it: a body of one byte a second does. */
export const LOW_SPEED: LowSpeed = { bytesPerSecond: 50, seconds: 60 };

/** Most bytes of an object whose size no listing showed: several times what the largest file of the archive has. */
export const MAX_OBJECT_BYTES: number = 16 * 2 ** 30;

/** An object that is replaced after it was listed may be larger by this, in bytes, or twice as large. */
const GROWTH = 2 ** 20;

/** Most bytes that may come of an object, listed with that size or not. */
export function mostBytes(listed: number | undefined, ceiling: number): number {
  return listed === undefined ? ceiling : Math.min(ceiling, listed + Math.max(listed, GROWTH));
}

/** Most bytes that may come of a sidecar. */
export const SIDECAR_BYTES: number = SIDECAR_MAX_BYTES;

/** Throws a TapehaulError `too_large` when a transfer has that many bytes, announced or counted, and may not. */
export function checkBytes(
  { key, size, maxBytes = Number.POSITIVE_INFINITY }: Pick<Transfer, 'key' | 'size' | 'maxBytes'>,
  found: number,
): void {
  if (found <= maxBytes) return;
  const limit = size === undefined ? `at most ${maxBytes} are accepted` : `${size} were listed`;
  throw new TapehaulError('too_large', `${key}: it has ${found} bytes or more, ${limit}`, {
    facts: { key, most: maxBytes, found, listed: size ?? null },
    hint:
      size === undefined
        ? 'No file of the archive is that large. Raise max_object_bytes if this one really is.'
        : 'If the archive has replaced it, run the same command again: that lists it anew.',
  });
}

/** The error of a transfer of which too few bytes came in a number of seconds. */
export function tooSlow(
  key: string,
  bytes: number,
  seconds: number,
  { bytesPerSecond }: LowSpeed,
): TapehaulError {
  const message = `${key}: ${bytes} bytes came in ${seconds.toFixed(1)} s, fewer than ${bytesPerSecond} a second`;
  return new TapehaulError('too_slow', message, {
    facts: { key, bytes, seconds, limit: bytesPerSecond },
    hint: 'If the network is that slow, lower low_speed_limit (0 lets any speed pass) or max_parallel_downloads.',
  });
}
