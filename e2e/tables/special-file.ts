/** A file made by hand, with what real files have and made ones do not. */
export interface SpecialFile {
  readonly what: string;
  /** `spot/klines/BTCUSDT/1m`. */
  readonly series: string;
  readonly period: string;
  readonly text: string;
}
