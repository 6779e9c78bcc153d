import { visible } from '@tapehaul/errors';
import type { PausedEvent } from '@tapehaul/workflow';

/** A pause in words: what it waits for, and until when. */
export function pauseText({ error, tries_again_at, waits_until }: PausedEvent): string {
  const why = visible(error.message);
  return `Paused: the source is not responding (${why}). Trying one file at a time; next try at ${clockTime(tries_again_at)}. Files that get no answer until ${clockTime(waits_until)} fail.`;
}

/** `2026-07-01T12:00:05.120Z` as `12:00:05 UTC`. */
function clockTime(time: string): string {
  return `${time.slice(11, 19)} UTC`;
}
