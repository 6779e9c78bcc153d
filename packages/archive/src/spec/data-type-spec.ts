import type { Column } from './columns.ts';
import type { HeaderRule, TimeRule } from './csv-rules.ts';
import type { FilesSpec } from './files.ts';
import type { Market } from './markets.ts';
import type { SymbolRule } from './symbol-rule.ts';

/**
 * All that is known of one data type. Every field is required, so that a fact that was not looked up is a type
 * error and not a silent default. Availability, CSV formats, sizes, symbol rules, configuration, the simulator's
 * rows and docs/data-types.md derive from it.
 */
export interface DataTypeSpec<Name extends string = string, HasIntervals extends boolean = boolean> {
  /** The name, spelled as in keys. */
  readonly name: Name;
  /** What one row of a file says, in words. */
  readonly row: string;
  /** Whether keys have an interval layer; file names then carry the interval in place of the type. */
  readonly hasIntervals: HasIntervals;
  /** Names that other tools use for it, lower case with underscores; no two types share one. */
  readonly otherNames: readonly string[];
  /** Columns that together name a row, in every market; `whole row` when only all of them do. */
  readonly rowKey: readonly [string, ...string[]] | 'whole row';
  readonly grid: Grid;
  readonly size: TypicalSize;
  /** What each market has of it; null when the market never had the type. */
  readonly markets: Readonly<Record<Market, MarketSpec | null>>;
}

/** What one market has of a data type. */
export interface MarketSpec {
  /** Which files exist, from when to when; at least one. */
  readonly files: readonly [FilesSpec, ...FilesSpec[]];
  readonly columns: readonly Column[];
  readonly header: HeaderRule;
  readonly times: TimeRule;
  readonly symbols: SymbolRule;
}

/** At which times a complete file has rows. */
export type Grid =
  /** One row each interval of the series, on the interval's own grid. */
  | { readonly kind: 'interval' }
  /** Rows every given number of seconds from 00:00 UTC; `rows` each time, null when their number varies. */
  | {
      readonly kind: 'step';
      readonly seconds: number;
      readonly rows: number | null;
      /** Whether times are exactly on the grid; else they lie near it, or the step may change. */
      readonly exact: boolean;
      readonly evidence: string;
    }
  /** A row whenever something happens. */
  | { readonly kind: 'events' };

/** Zipped size of the files of a busy symbol, such as BTCUSDT: high for most symbols. */
export type TypicalSize =
  | { readonly kind: 'day'; readonly bytes: number; readonly evidence: string }
  | { readonly kind: 'row'; readonly bytes: number; readonly fileBytes: number; readonly evidence: string };

/** Checks a spec where it is written, and keeps its name as a literal type. */
export function dataType<const Name extends string, const HasIntervals extends boolean>(
  spec: DataTypeSpec<Name, HasIntervals>,
): DataTypeSpec<Name, HasIntervals> {
  return spec;
}
