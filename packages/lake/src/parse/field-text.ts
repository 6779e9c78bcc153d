import { parseDecimal, returnsToText, scaleDecimal } from './decimal-text.ts';
import type { PlannedField } from './line-plan.ts';
import type { RowCells } from './row-cells.ts';
import { parseDate, parseDateTime, parseEpoch } from './time-text.ts';

/**
 * Reads the text of any field into the cells; false for what the field cannot be. Says what each format may look like, rare forms too: a
 * faster reading gives the same or leaves it to this one.
 */
export function readField(field: PlannedField, text: string, cells: RowCells): boolean {
  const { format, slot } = field;
  if (slot < 0) return true;
  if (text === '') {
    if (!field.mayBeBlank) return false;
    cells.setNull(slot);
    return true;
  }
  switch (format) {
    case 'epoch':
      return setTime(slot, parseEpoch(text), cells);
    case 'date time':
      return setTime(slot, parseDateTime(text), cells);
    case 'date':
      return setTime(slot, parseDate(text), cells);
    case 'hour':
      return /^\d\d?$/.test(text) && Number(text) < 24 && setWhole(slot, Number(text), cells);
    case 'whole number':
      return readWhole(field, text, cells);
    case 'decimal':
      return readDecimal(field, text, cells);
    case 'flag':
      return /^(true|false)$/i.test(text) && setWhole(slot, text.length === 4 ? 1 : 0, cells);
    case 'text':
      cells.setText(slot, text);
      return true;
    case 'filler':
      return true;
  }
}

function setTime(slot: number, time: number | undefined, cells: RowCells): boolean {
  return time !== undefined && setWhole(slot, time, cells);
}

function setWhole(slot: number, value: number, cells: RowCells): boolean {
  cells.values[slot] = value;
  cells.setWhole(slot, value);
  return true;
}

function readWhole({ slot, most }: PlannedField, text: string, cells: RowCells): boolean {
  const exact = parseDecimal(text);
  if (exact === undefined || exact.decimals > 0) return false;
  const { mantissa } = exact;
  if (mantissa > most || mantissa < -most) return false;
  cells.values[slot] = Number(mantissa);
  cells.setBigInt(slot, mantissa);
  return true;
}

function readDecimal({ slot, shape }: PlannedField, text: string, cells: RowCells): boolean {
  const exact = parseDecimal(text);
  if (exact === undefined) return false;
  // Without a minus before zero, which a decimal does not have either.
  const double = exact.mantissa === 0n ? 0 : Number(text);
  if (shape === null) {
    if (!returnsToText(double, exact)) {
      if (!Number.isFinite(double)) return false;
      cells.note('inexact', text);
    }
    cells.setDouble(slot, double);
    return true;
  }
  const fitting = scaleDecimal(exact, shape.precision, shape.scale);
  if (fitting === undefined) return false;
  if (fitting.lost) cells.note('lost', text);
  cells.values[slot] = double;
  cells.setBigInt(slot, fitting.scaled);
  return true;
}
