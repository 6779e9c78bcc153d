/**
 * Which symbols of a market have a data type. `all`: every symbol. `undated`: all but dated contracts and index pairs.
 * `contracts`: `BTCUSD_PERP` and `BTCUSD_250926`, not the pair `BTCUSD`. `pairs`: the pair alone. `contracts and
 * pairs`: both. `perpetuals`: `BTCUSD_PERP` only. A list of coins and what follows them: those names only.
 */
export type SymbolRule =
  | 'all'
  | 'undated'
  | 'contracts'
  | 'pairs'
  | 'contracts and pairs'
  | 'perpetuals'
  | SymbolList;

/** Names that consist of one of the coins and the ending. */
export interface SymbolList {
  readonly coins: readonly string[];
  readonly ending: string;
}

/** The names of a list, in order. */
export function listedNames({ coins, ending }: SymbolList): string[] {
  return coins.map((coin) => coin + ending);
}
