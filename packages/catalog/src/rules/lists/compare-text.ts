/** Where UTF-16 puts the halves of characters beyond U+FFFF, and what lies behind them. */
const [HALVES, BEHIND_HALVES] = [0xd800, 0xe000];

/** Compares texts by code points, as records order keys: negative, 0 or positive. The operators of JavaScript compare halves of them. */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const [left, right] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (left !== right) return weight(left) - weight(right);
  }
  return a.length - b.length;
}

/** Halves of characters beyond U+FFFF come behind all others. */
function weight(unit: number): number {
  return unit >= HALVES && unit < BEHIND_HALVES ? unit + 0x10000 : unit;
}
