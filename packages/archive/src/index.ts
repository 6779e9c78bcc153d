export { AVAILABILITY, type Availability, type AvailabilityState, availabilityOf } from './availability.ts';
export { type CsvFormat, csvFormat, SPOT_MICROSECONDS_FROM, type TimeUnit } from './csv.ts';
export {
  asDataType,
  CANDLE_TYPES,
  type CandleType,
  DATA_TYPES,
  type DataType,
  isCandleType,
  PLAIN_TYPES,
  type PlainType,
} from './data-types.ts';
export { asInterval, INTERVALS, type Interval, intervalSeconds } from './intervals.ts';
export {
  encodeKey,
  fileName,
  fileStem,
  formatKey,
  parseKey,
  seriesPrefix,
  sidecarKey,
  sidecarOwner,
} from './keys.ts';
export { asMarket, MARKET_PREFIX, MARKETS, type Market } from './markets.ts';
export type { ArchiveObject, CandleSeries, PlainSeries, Series } from './object.ts';
export {
  addDays,
  dayNumber,
  daysBetween,
  dayText,
  firstDayOf,
  isDay,
  isMonth,
  lastDayOf,
  monthOf,
  monthsBetween,
  nextMonth,
  PARTITIONS,
  type Partition,
} from './periods.ts';
export { LATE_AFTER_DAYS, type Publication, publication } from './publication.ts';
export { type HeldVersion, isReplaced, type UpstreamVersion } from './replacement.ts';
export { formatSidecar, parseSidecar, SIDECAR_MAX_BYTES, type Sidecar } from './sidecar.ts';
export {
  type ArchiveSource,
  bucketAddress,
  keyAtSource,
  PUBLIC_ARCHIVE,
  SOURCE_STYLES,
  type SourceAddress,
  type SourceStyle,
  sourceAddress,
} from './source.ts';
export {
  deliveryDay,
  isSymbol,
  type SymbolForm,
  type SymbolMisfit,
  symbolForm,
  symbolMisfit,
} from './symbols.ts';
export { typicalBytes } from './typical-size.ts';
