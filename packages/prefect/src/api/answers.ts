import * as z from 'zod';

/** State of a flow run, as the server has it. */
const state = z.object({
  type: z.string(),
  name: z.string(),
  message: z.string().nullish(),
});

/** A flow. */
export const flowAnswer = z.object({ id: z.uuid() });

/** A flow run. */
export const flowRunAnswer = z.object({ id: z.uuid(), state: state.nullish() });

/** A flow run, and where it stands. */
export type FlowRunAnswer = z.output<typeof flowRunAnswer>;
