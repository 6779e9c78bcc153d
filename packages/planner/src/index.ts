export type { Answer, ObjectAnswer, VerdictAnswer, VerdictName, VerdictSeries } from './answer.ts';
export { lakehousePath } from './layout.ts';
export { type PlanOptions, type PlanRequest, plan } from './plan.ts';
