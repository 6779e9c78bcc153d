import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import {
  type BuiltPartition,
  buildMonth,
  duckdbWriter,
  type MonthOrder,
  type MonthReport,
  type TableWriter,
} from '../../src/index.ts';

/** A folder for each test, with a lake in it, and a writer for all tests of a file. */
export interface Building {
  readonly folder: string;
  readonly root: string;
  readonly writer: TableWriter;
  build(
    order: MonthOrder,
  ): Promise<{ readonly built: readonly BuiltPartition[]; readonly report: MonthReport }>;
}

const never = new AbortController().signal;

export function building(): Building {
  let folder = '';
  let spill = '';
  let writer: TableWriter | undefined;
  const opened = (): TableWriter => {
    if (writer === undefined) throw new Error('no writer before the tests');
    return writer;
  };
  beforeAll(async () => {
    spill = await mkdtemp(join(tmpdir(), 'tapehaul-spill-'));
    writer = await duckdbWriter({ staging: spill });
  });
  afterAll(async () => {
    await writer?.close();
    await rm(spill, { recursive: true, force: true });
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tapehaul-lake-'));
    await mkdir(join(folder, 'lake'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  return {
    get folder() {
      return folder;
    },
    get root() {
      return join(folder, 'lake');
    },
    get writer() {
      return opened();
    },
    build: (order) => collected(buildMonth(order, { writer: opened(), signal: never, durability: 'none' })),
  };
}

/** All partitions of a build, and its report. */
export async function collected(
  months: AsyncGenerator<BuiltPartition, MonthReport, void>,
): Promise<{ readonly built: readonly BuiltPartition[]; readonly report: MonthReport }> {
  const built: BuiltPartition[] = [];
  for (;;) {
    const next = await months.next();
    if (next.done === true) return { built, report: next.value };
    built.push(next.value);
  }
}
