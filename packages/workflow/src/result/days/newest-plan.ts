import type { SeriesParts } from '@tapehaul/archive';
import type { RunsReader } from '@tapehaul/catalog';
import { checkConfig } from '@tapehaul/config';
import { FLOW_NAME } from '../../flow-names.ts';
import { type PlanBasis, planBasis } from '../../plan-basis.ts';
import { requestsSeries } from './requested-series.ts';

/** Gives what a plan went by for a series; undefined where that is not known, or it did not request the series. */
export type PlanOf = (series: SeriesParts) => PlanBasis | undefined;

/** What the plan of the newest collection went by. */
export async function newestPlan(record: Pick<RunsReader, 'runs' | 'run'>): Promise<PlanOf> {
  const { rows } = await record.runs({ flow: FLOW_NAME, planned: true, limit: 1 });
  const run = rows[0] && (await record.run(rows[0].runId));
  const { config: recorded }: { readonly config?: unknown } = Object(run?.parameters);
  const { config } = checkConfig(recorded);
  if (run === undefined || config === undefined) return () => undefined;
  return (series) => (requestsSeries(config, series) ? planBasis(run, series) : undefined);
}
