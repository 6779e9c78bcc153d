const LOCALE = 'en';
const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'] as const;
const plain = new Intl.NumberFormat(LOCALE);

/** A number with its thousands apart. */
export function numberText(value: number): string {
  return plain.format(value);
}

/** A number and what it counts: `1 file`, `1,204 files`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${plain.format(value)} ${value === 1 ? one : many}`;
}

/** A size in decimal units, in three digits: `1.26 MB`. */
export function bytesText(bytes: number): string {
  let step = 0;
  let value = Math.max(0, bytes);
  while (value >= 999.5 && step < UNITS.length - 1) {
    value /= 1_000;
    step += 1;
  }
  const format = new Intl.NumberFormat(LOCALE, {
    style: 'unit',
    unit: UNITS[step] ?? 'byte',
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumSignificantDigits: 3,
  });
  return format.format(value);
}

/** A rate: `4.1 MB/s`. */
export function rateText(bytesPerSecond: number): string {
  return `${bytesText(bytesPerSecond)}/s`;
}

/** A part of a whole, rounded down so that only all of it is 100 %; an en dash for a part of nothing. */
export function percentText(part: number, whole: number): string {
  if (whole <= 0) return '–';
  const tenths = Math.floor((part / whole) * 1_000 + 1e-9) / 10;
  return `${plain.format(tenths)} %`;
}
