export { AVAILABILITY, type Availability, availabilityOf } from './availability.ts';
export { type CsvFormat, csvFormat } from './csv.ts';
export {
  asDataType,
  CANDLE_TYPES,
  type CandleType,
  DATA_TYPE_SPECS,
  DATA_TYPES,
  type DataType,
  dataTypeSpec,
  isCandleType,
  PLAIN_TYPES,
  type PlainType,
} from './data-types.ts';
export { dayKeys } from './objects/day-keys.ts';
export {
  encodeKey,
  fileName,
  fileStem,
  formatKey,
  parseKey,
  seriesKeys,
  seriesPrefix,
  sidecarKey,
  sidecarOwner,
} from './objects/keys.ts';
export { knownObject, knownSeries, type ObjectParts } from './objects/known-series.ts';
export { isZip, LAKEHOUSE_FOLDER, SIDECAR_SUFFIX, withoutZip, ZIP_SUFFIX } from './objects/names.ts';
export type { ArchiveObject, CandleSeries, PlainSeries, Series, SeriesId } from './objects/object.ts';
export { LATE_AFTER_DAYS, type Publication, publication } from './objects/publication.ts';
export { type HeldVersion, isReplaced, type UpstreamVersion } from './objects/replacement.ts';
export { asSeries, formatSeries, type SeriesParts, seriesParts } from './objects/series.ts';
export { formatSidecar, parseSidecar, SIDECAR_MAX_BYTES, type Sidecar } from './objects/sidecar.ts';
export {
  type ArchiveSource,
  bucketAddress,
  keyAtSource,
  PUBLIC_ARCHIVE,
  SOURCE_STYLES,
  type SourceAddress,
  type SourceStyle,
  sourceAddress,
} from './objects/source.ts';
export { typicalBytes } from './objects/typical-size.ts';
export type { Column, ColumnType, ColumnUnit } from './spec/columns.ts';
export { FLAG_WORDS, type HeaderRule, type TimeRule, type TimeUnit } from './spec/csv-rules.ts';
export type { DataTypeSpec, Grid, MarketSpec, TypicalSize } from './spec/data-type-spec.ts';
export type { AvailabilityState, Confidence, FilesFacts, FilesSpec } from './spec/files.ts';
export { asMarket, MARKET_PREFIX, MARKETS, type Market } from './spec/markets.ts';
export { listedNames, type SymbolList, type SymbolRule } from './spec/symbol-rule.ts';
export {
  deliveryDay,
  hasSymbol,
  isSymbol,
  type SymbolForm,
  type SymbolMisfit,
  symbolForm,
  symbolMisfit,
} from './symbols.ts';
export { asInterval, INTERVALS, type Interval, intervalSeconds } from './time/intervals.ts';
export {
  addDays,
  dayNumber,
  daysBetween,
  dayText,
  firstDayOf,
  isDay,
  isDayAfter,
  isMonth,
  lastDayOf,
  monthOf,
  monthsBetween,
  nextMonth,
  PARTITIONS,
  type Partition,
} from './time/periods.ts';
export { utcDay } from './time/utc-day.ts';
