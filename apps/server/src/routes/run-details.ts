import type * as z from 'zod';
import type { FoundRun, Places } from '../records/places.ts';
import type { runDetailsSchema } from './schemas.ts';
import { configOf, iso, runView } from './views.ts';

/** Changes that are listed with a run. */
const CHANGES = 1_000;

/** A run as the service shows it, with all that its record says of it as a whole. */
export function runDetails(
  { directory, record, run }: FoundRun,
  places: Places,
): z.output<typeof runDetailsSchema> {
  const { runId } = run;
  return {
    ...runView(record, run, places.nameOf(directory)),
    config: configOf(run),
    history: record.runHistory(runId).map(({ state, at }) => ({ state, at: iso(at) })),
    failures: record.failures(runId).map((it) => ({
      code: it.code,
      tasks: it.tasks,
      example_key: it.exampleTaskId,
      example_message: it.exampleMessage,
    })),
    timeline: record
      .timeline(runId)
      .map(({ from, to, ended }) => ({ from: iso(from), to: iso(to), ended: { ...ended } })),
    changes: firstOf(record.changes(runId), CHANGES).map(({ kind, key, at }) => ({ kind, key, at: iso(at) })),
    result: run.result,
  };
}

function firstOf<Value>(values: Iterable<Value>, count: number): Value[] {
  const first: Value[] = [];
  for (const value of values) {
    if (first.length === count) break;
    first.push(value);
  }
  return first;
}
