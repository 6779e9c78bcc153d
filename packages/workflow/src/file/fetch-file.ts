import type { ObjectRecord } from '@tapehaul/catalog';
import type { Downloader } from '@tapehaul/downloader';
import { currentSpan } from '@tapehaul/tracing';
import { type FileOutcome, fileOutcome } from './file-outcome.ts';
import { type Placing, type PlannedFile, requestFor } from './file-request.ts';
import { outcomeAttributes } from './span-attributes.ts';

/** One file to fetch, as plain data: it can be sent to another process as JSON. */
export interface FileInput extends PlannedFile {
  /** What is held of it; null when nothing is. */
  readonly held: ObjectRecord | null;
  /** Where files go, and what happens to the version before. */
  readonly placing: Placing;
}

/** What fetching a file works with, in whichever process that is. */
export interface FetchContext {
  readonly downloader: Pick<Downloader, 'get'>;
  readonly signal: AbortSignal;
  /** Receives a line for each retry of a transfer and each change of engine. */
  readonly log: (level: 'warn', message: string) => void;
}

/**
 * Fetches one file: in place and proved, absent, or failed with the error that says why. This is one attempt; who calls it
 * decides about further ones, by the error's `retry`. The span of the caller gets the attributes of the outcome. Rejects
 * with a TapehaulError `cancelled` when stopped.
 */
export async function fetchFile(
  { held, placing, ...file }: FileInput,
  { downloader, signal, log }: FetchContext,
): Promise<FileOutcome> {
  const request = {
    ...requestFor(file, held ?? undefined, placing),
    held,
    onRetry: ({ code, message }: { code: string; message: string }, waitMs: number): void =>
      log('warn', `tries again in ${(waitMs / 1_000).toFixed(1)} s [${code}]: ${message}`),
  };
  const outcome = await downloader.get(request, signal);
  currentSpan()?.setAttributes(outcomeAttributes(outcome));
  for (const { from, to, code } of outcome.fallBacks) log('warn', `fell back from ${from} to ${to}: ${code}`);
  return fileOutcome(outcome, file.object);
}
