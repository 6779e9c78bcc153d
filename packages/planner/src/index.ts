export {
  type Answer,
  type DaysInstead,
  type KnownAnswer,
  type Listed,
  MONTH_FINDINGS,
  type MonthFinding,
  type ObjectAnswer,
  type PlannedBy,
  type SettledAnswer,
  VERDICT_NAMES,
  type VerdictAnswer,
  type VerdictName,
} from './answer/answer.ts';
export type { SeriesListing } from './answer/series-listing.ts';
export { canExist, isByCombination } from './can-exist.ts';
export {
  CHANGE_SIGNS,
  type Change,
  type Compared,
  type ComparedObject,
  changeOf,
  compare,
  type HeldObjectState,
} from './forecast/compare.ts';
export {
  createForecast,
  DISK_BLOCK,
  diskBytes,
  type EngineShare,
  type Fetch,
  type FileCost,
  type Forecast,
  type ForecastRow,
} from './forecast/forecast.ts';
export { plannedBytes } from './forecast/planned-bytes.ts';
export type {
  KnownOptions,
  ListingOptions,
  ListingSource,
  RefusableSource,
} from './listing/listing-source.ts';
export { planAuto } from './listing/plan-auto.ts';
export { planByListing } from './listing/plan-by-listing.ts';
export { holdsMoreThanDays, isSmallerThanDays } from './months/month-size.ts';
export { lakehousePath, objectPath } from './paths/layout.ts';
export { objectAt } from './paths/object-at.ts';
export { type PlanOptions, plan, planUnsettled, type SettledSource } from './plan.ts';
export { hasPatterns, namesFor, type PlanRequest } from './request/request.ts';
export { type DayPart, SettledDays } from './settled/settled-days.ts';
export { type PlanSlice, planSlices, type SliceLimits } from './slices/plan-slices.ts';
