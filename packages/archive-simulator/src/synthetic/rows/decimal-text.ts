/** A whole number of smallest units as decimal text: `decimal(1234, 2)` is `12.34`. Faster than `toFixed`. */
export function decimalText(units: number, places: number): string {
  if (units < 0) return `-${decimalText(-units, places)}`;
  if (places === 0) return String(units);
  const one = 10 ** places;
  const whole = Math.floor(units / one);
  return `${whole}.${String(units - whole * one + one).slice(1)}`;
}

/** The same of a number beyond 2^53, of zero or more, with at least one place. */
export function scaledText(units: bigint, places: number): string {
  const digits = String(units).padStart(places + 1, '0');
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}
