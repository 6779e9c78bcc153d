import { TapehaulError } from '@tapehaul/errors';

/** What to do where something else than the archive seems to answer. */
export const ANOTHER_ANSWERS =
  'Something between here and the archive answers in its place: check source.endpoint and any proxy.';

/** A part of an object that was requested as a whole. */
export function unrequestedPart(key: string): TapehaulError {
  const message = `${key}: the server answers with a part of it (206) though no part was requested`;
  return new TapehaulError('server_error', message, { facts: { key, status: 206 }, hint: ANOTHER_ANSWERS });
}

/** Interim answers (1xx) without an end. */
export function endlessInterim(key: string): TapehaulError {
  const message = `${key}: the server sends one interim answer (1xx) after the other and no final one`;
  return new TapehaulError('server_error', message, { facts: { key }, hint: ANOTHER_ANSWERS });
}
