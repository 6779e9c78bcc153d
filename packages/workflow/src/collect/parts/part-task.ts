import type { Availability } from '@tapehaul/archive';
import { DATA_TYPES, MARKETS } from '@tapehaul/archive';
import type { PlannedTask } from '@tapehaul/catalog';
import type { CollectionConfig, Matrix } from '@tapehaul/config';
import type { PlanSlice } from '@tapehaul/planner';
import * as z from 'zod';
import { PART_TASK } from '../../flow-names.ts';

/** What a part of a plan is planned from, beside the configuration of its run. */
export interface PlanPart {
  /** The configuration of the run, of the symbols of the part alone. */
  readonly config: CollectionConfig;
  /** Symbols that are known to exist, whatever their form. */
  readonly existing: ReadonlySet<string>;
  /** The rows of the matrix about its type. */
  readonly matrix: Matrix;
}

/** The tasks of a plan that is made in parts, in the order of the plan: each holds all that decides what its part is. */
export function partTasks(slices: readonly PlanSlice[], matrix: Matrix): PlannedTask[] {
  return slices.map(({ market, dataType, symbols, existing }, place) => {
    const rows = matrix.filter((row) => row.market === market && row.dataType === dataType);
    const input: z.input<typeof inputSchema> = {
      market,
      data_type: dataType,
      symbols: [...symbols],
      existing,
      matrix: rows,
    };
    return { taskId: `plan/${place + 1}`, name: PART_TASK, input };
  });
}

/** The part that a task plans. */
export function planPartOf({ input }: Pick<PlannedTask, 'input'>, config: CollectionConfig): PlanPart {
  const { market, data_type, symbols, existing, matrix } = inputSchema.parse(input);
  const own = { markets: [market], data_types: [data_type], symbols };
  return { config: { ...config, ...own }, existing: new Set(existing), matrix };
}

const inputSchema = z.object({
  market: z.enum(MARKETS),
  data_type: z.enum(DATA_TYPES),
  symbols: z.array(z.string()),
  existing: z.array(z.string()).readonly(),
  matrix: z.array(z.custom<Availability>((row) => typeof row === 'object' && row !== null)).readonly(),
});
