import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ErrorCode, TapehaulError } from '@tapehaul/errors';
import { afterAll, expect } from 'vitest';
import {
  ArchiveCollectionWorkflow,
  type CatalogReader,
  type CollectionResult,
  closeQuietly,
  type ExecuteOptions,
  openRecord,
  type ResumeOptions,
  resumeCollection,
  type WorkflowEvent,
  type WorkflowOptions,
} from '../src/index.ts';
import { collect, config, output, simulator } from './archive.ts';

/** A run with everything that it reported. */
export interface Reported {
  readonly result: CollectionResult;
  readonly events: readonly WorkflowEvent[];
}

/** Collects, and keeps what the run reports. */
export function collectReported(
  more: object = {},
  { onEvent, ...options }: WorkflowOptions & ExecuteOptions = {},
): Promise<Reported> {
  return reported(onEvent, (onReport) =>
    new ArchiveCollectionWorkflow(config(more), { ...options, onEvent: onReport }).execute(options),
  );
}

/** Continues a run of the output directory, and keeps what it reports. */
export function resumeReported({ onEvent, ...options }: ResumeOptions = {}): Promise<Reported> {
  return reported(onEvent, (onReport) => resumeCollection(output, { ...options, onEvent: onReport }));
}

async function reported(
  onEvent: WorkflowOptions['onEvent'],
  run: (onReport: (event: WorkflowEvent) => void) => Promise<CollectionResult>,
): Promise<Reported> {
  const events: WorkflowEvent[] = [];
  const result = await run((event) => {
    events.push(event);
    onEvent?.(event);
  });
  return { result, events };
}

/** The events of one kind. */
export function eventsOf<Kind extends WorkflowEvent['kind']>(
  { events }: Pick<Reported, 'events'>,
  kind: Kind,
): Extract<WorkflowEvent, { kind: Kind }>[] {
  return events.filter((event): event is Extract<WorkflowEvent, { kind: Kind }> => event.kind === kind);
}

/** Reads the record of the output directory. */
export async function inRecord<Result>(read: (record: CatalogReader) => Result): Promise<Awaited<Result>> {
  const record = await openRecord(output);
  try {
    return await read(record);
  } finally {
    await closeQuietly(record);
  }
}

let whole: string | undefined;
afterAll(() => (whole === undefined ? undefined : rm(whole, { recursive: true, force: true })));

/** Puts a finished collection of three files into the output directory: made once, then copied with its times. */
export async function haveCollection(): Promise<void> {
  if (whole === undefined) {
    await collect();
    whole = await mkdtemp(join(tmpdir(), 'tapehaul-whole-'));
    copy(output, whole);
  } else copy(whole, output);
  simulator.requests.clear();
}

/** Copies a folder with times to the nanosecond, which `fs.cp` cuts off. */
function copy(from: string, to: string): void {
  execFileSync('cp', ['-a', `${from}/.`, to]);
}

/** Expects a refusal with that code and a message or hint that contains the texts. */
export async function refusal(
  work: Promise<unknown>,
  code: ErrorCode,
  ...texts: readonly string[]
): Promise<TapehaulError> {
  const error: unknown = await work.then(
    () => expect.unreachable(`not refused with ${code}`),
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ code });
  const refused = error as TapehaulError;
  for (const text of texts) expect(`${refused.message}\n${refused.hint}`).toContain(text);
  return refused;
}
