import { asDataType, isCandleType } from '@tapehaul/archive';
import { readIntervalName } from '../names/interval-names.ts';
import { readTypeName } from '../names/type-names.ts';
import { asList, isAll, joined, type Remarks, readList } from '../values/read-list.ts';
import { isRecord } from '../values/records.ts';

/** Reads `intervals`, one list or a list for each data type; nothing where all intervals are meant. */
export function readIntervals(value: unknown, dataTypes: unknown, findings: Remarks): unknown {
  if (isRecord(value)) return byType(value, dataTypes, findings);
  const list = asList(value);
  if (!Array.isArray(list)) return value;
  if (list.length === 0 || !list.every(isAll)) return readList('intervals', list, readIntervalName, findings);
  findings.notes.push({ path: 'intervals', message: `${JSON.stringify(list[0])} is read as all intervals` });
  return undefined;
}

function byType(
  lists: Readonly<Record<string, unknown>>,
  dataTypes: unknown,
  findings: Remarks,
): Readonly<Record<string, unknown>> | undefined {
  const read = Object.entries(lists).flatMap(([name, value]) => {
    const path = `intervals.${name}`;
    const type = readTypeName(name);
    if (type !== undefined && !isCandleType(type)) {
      findings.notes.push({ path, message: `ignored: files of ${type} have no interval` });
      return [];
    }
    const list = asList(value);
    if (value === null || (Array.isArray(list) && list.length > 0 && list.every(isAll))) return [];
    const texts = Array.isArray(list) ? readList(path, list, readIntervalName, findings) : value;
    return [[type ?? name, texts] as const];
  });
  for (const type of Array.isArray(dataTypes) ? dataTypes : []) {
    const known = typeof type === 'string' ? asDataType(type) : undefined;
    if (known === undefined || !isCandleType(known) || read.some(([name]) => name === known)) continue;
    findings.notes.push({ path: 'intervals', message: `none are given for ${type}: all are collected` });
  }
  return read.length === 0 ? undefined : joined(read);
}
