export {
  type Answer,
  type Listed,
  type ObjectAnswer,
  VERDICT_NAMES,
  type VerdictAnswer,
  type VerdictName,
} from './answer.ts';
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
  diskBytes,
  type FileCost,
  type Forecast,
  type ForecastRow,
} from './forecast/forecast.ts';
export { plannedBytes } from './forecast/planned-bytes.ts';
export { lakehousePath, objectPath } from './layout.ts';
export { objectAt } from './object-at.ts';
export { type PlanOptions, plan } from './plan.ts';
export { type ListingOptions, type ListingSource, planByListing } from './plan-by-listing.ts';
export type { PlanRequest } from './request.ts';
export type { SeriesListing } from './series.ts';
