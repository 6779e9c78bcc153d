import { prepareDatabase } from '@tapehaul/workflow';
import { print, printJson } from '../../show/print.ts';

/** Options of `tapehaul migrate`. */
export interface MigrateOptions {
  /** One JSON object a line. */
  readonly json?: boolean;
}

/** Prepares the database that the environment names, and gives the exit status. Rejects with a TapehaulError when it cannot. */
export async function migrate({ json = false }: MigrateOptions): Promise<number> {
  const prepared = await prepareDatabase();
  if (json) printJson(prepared);
  else {
    const { from, to } = prepared.record;
    print(`Prepared the database ${prepared.database}:`);
    print(`  records     ${changed(from, to)}`);
    print('  queue       ready');
  }
  return 0;
}

function changed(from: number, to: number): string {
  if (from === to) return `up to date (schema ${to})`;
  return from === 0 ? `tables created (schema ${to})` : `updated from schema ${from} to ${to}`;
}
