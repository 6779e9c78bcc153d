/** A number as text states it, exactly: `mantissa` × 10^−`decimals`, without zeros at the end of the decimals. */
export interface ExactDecimal {
  readonly mantissa: bigint;
  readonly decimals: number;
}

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?(?:e([+-]?\d{1,3}))?$/i;
/** Digits of a mantissa; the archive has at most some thirty. */
const MOST_DIGITS = 200;

/** Reads `-12.50`, `1e-8` or `1.5E+3`; undefined for anything else. */
export function parseDecimal(text: string): ExactDecimal | undefined {
  if (text.length > MOST_DIGITS) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = DECIMAL.exec(text) ?? [];
  if (whole === '') return undefined;
  const digits = BigInt(whole + fraction);
  return shortened(sign === '-' ? -digits : digits, fraction.length - Number(exponent));
}

function shortened(mantissa: bigint, decimals: number): ExactDecimal {
  if (mantissa === 0n) return { mantissa, decimals: 0 };
  let [shorter, left] = [mantissa, decimals];
  while (left > 0 && shorter % 10n === 0n) [shorter, left] = [shorter / 10n, left - 1];
  return left >= 0
    ? { mantissa: shorter, decimals: left }
    : { mantissa: shorter * 10n ** BigInt(-left), decimals: 0 };
}

/** A scaled whole number, and whether decimals other than zero were cut off to fit the scale. */
export interface ScaledDecimal {
  readonly scaled: bigint;
  readonly lost: boolean;
}

/** The number in units of 10^−`scale`, cut towards zero; undefined when it has more digits than the precision. */
export function scaleDecimal(
  { mantissa, decimals }: ExactDecimal,
  precision: number,
  scale: number,
): ScaledDecimal | undefined {
  const lost = decimals > scale;
  const scaled = lost
    ? mantissa / 10n ** BigInt(decimals - scale)
    : mantissa * 10n ** BigInt(scale - decimals);
  const limit = 10n ** BigInt(precision);
  return scaled < limit && scaled > -limit ? { scaled, lost } : undefined;
}

/** Digits behind the decimals of a number by which it shows whether a double lies in the middle between two texts. */
const BEYOND = 25;

/**
 * Whether a double, written with as many decimals as the number has, is that number again. One in the middle between two texts is not,
 * since programs round it up or down (`1927706359043859.3` is kept as …859.25).
 */
export function returnsToText(double: number, { mantissa, decimals }: ExactDecimal): boolean {
  if (decimals === 0) return Number.isFinite(double) && BigInt(double) === mantissa;
  if (decimals > 100 - BEYOND || Math.abs(double) >= 1e21) return false;
  if (BigInt(double.toFixed(decimals).replace('.', '')) !== mantissa) return false;
  return !/^50*$/.test(double.toFixed(decimals + BEYOND).slice(-BEYOND));
}
