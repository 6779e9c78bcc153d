/** A whole number of smallest units as decimal text: `decimal(1234, 2)` is `12.34`. Faster than `toFixed`. */
export function decimalText(units: number, places: number): string {
  if (units < 0) return `-${decimalText(-units, places)}`;
  if (places === 0) return String(units);
  const one = 10 ** places;
  const whole = Math.floor(units / one);
  return `${whole}.${String(units - whole * one + one).slice(1)}`;
}
