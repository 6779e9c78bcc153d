import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { zipFrame } from '@tapehaul/testkit/content';
import { onTestFinished } from 'vitest';
import type { DayRows, ReadDaysOptions, SourceReport, TableRows, TableSource } from '../../src/index.ts';
import { cellText, readDays, rowText } from '../../src/index.ts';

/** A folder that is removed when the test ends. */
function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lake-rows-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Bytes of a zip with one entry. */
export function zipBytes(csv: string | Uint8Array, { level = 6, method = 'deflated' as const } = {}): Buffer {
  const content = Buffer.from(csv);
  const packed = deflateRawSync(content, { level });
  const sizes = { compressedSize: packed.length, size: content.length };
  const { head, tail } = zipFrame({ name: 'rows.csv', method, crc32: crc32(content), ...sizes });
  return Buffer.concat([head, packed, tail]);
}

/** A source of that period whose zip has these bytes. */
export function sourceOf(zip: Uint8Array, period: string): TableSource {
  const path = join(temporaryFolder(), 'rows.zip');
  writeFileSync(path, zip);
  const partition = period.length === 7 ? 'monthly' : 'daily';
  return {
    key: `a/key/of/${period}.zip`,
    path,
    bytes: zip.length,
    sha256: '0'.repeat(64),
    partition,
    period,
  };
}

/** All days of a CSV and the report. */
export async function readCsv(
  csv: string | Uint8Array,
  period: string,
  options: Omit<ReadDaysOptions, 'signal'>,
): Promise<{ readonly days: readonly DayRows[]; readonly report: SourceReport }> {
  return readSource(sourceOf(zipBytes(csv), period), options);
}

export async function readSource(
  source: TableSource,
  options: Omit<ReadDaysOptions, 'signal'>,
): Promise<{ readonly days: readonly DayRows[]; readonly report: SourceReport }> {
  const reading = readDays(source, { ...options, signal: new AbortController().signal });
  const days: DayRows[] = [];
  for (;;) {
    const next = await reading.next();
    if (next.done === true) return { days, report: next.value };
    days.push(next.value);
  }
}

/** Rows as lines of text. */
export function linesOf(rows: TableRows): string[] {
  return Array.from({ length: rows.count }, (_, row) => rowText(rows, row));
}

/** The texts of one column. */
export function columnOf(rows: TableRows, name: string): (string | null)[] {
  const column = rows.schema.columns.findIndex((of) => of.name === name);
  return Array.from({ length: rows.count }, (_, row) => cellText(rows, column, row));
}

/** Rules, days and counts of findings. */
export function found({ findings }: SourceReport): string[] {
  return findings.map(({ rule, day, count }) => `${day} ${rule} ${count}`);
}
