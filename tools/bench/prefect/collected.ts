import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProcessCost } from './process-cost.ts';

/** A run that has ended, and the server that shows it. `await using` stops the server. */
export interface Collected extends AsyncDisposable {
  /** Address of the page of the run. */
  readonly address: string;
  /** From the request to run until the run's end was recorded. */
  readonly wallSeconds: number;
  /** From the run's end until the record had the last state of each file. */
  readonly lagSeconds: number;
  /** What the server took for the run; its CPU without its start. */
  readonly server: ProcessCost;
  /** What the process of the flow took, where it is not the server. */
  readonly client: ProcessCost | null;
  /** Bytes of the record. */
  readonly recordBytes: number;
  /** Version of what ran. */
  readonly version: string;
}

/** Bytes of the files in a folder whose names fit. */
export async function bytesBelow(folder: string, name = /./): Promise<number> {
  const names = (await readdir(folder)).filter((one) => name.test(one));
  const sizes = await Promise.all(names.map(async (one) => (await stat(join(folder, one))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
