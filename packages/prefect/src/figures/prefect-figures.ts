import { CODES, counted, type ErrorCode } from '@tapehaul/errors';
import * as z from 'zod';

const errorSchema = z
  .object({
    code: z.enum(Object.keys(CODES) as [ErrorCode, ...ErrorCode[]]),
    message: z.string(),
    hint: z.string().exactOptional(),
  })
  .readonly();

/** What was reported of a run to a Prefect server, and what was not. */
export const prefectFiguresSchema = z
  .object({
    flow_run: z
      .string()
      .nullable()
      .describe('Address of its page in Prefect; null where it was not created.'),
    states: z.number().describe('States of the run and of task runs that the server has accepted.'),
    logs: z.number().describe('Log lines that the server has accepted.'),
    unreported: z
      .object({ states: z.number(), logs: z.number(), artifacts: z.number() })
      .readonly()
      .describe('What could not be reported; where an answer did not come it may have arrived.'),
    left_out: z
      .object({ files: z.number(), logs: z.number() })
      .readonly()
      .describe('Failed or retried files without a task run, and log lines, above the limits of a report.'),
    error: errorSchema.nullable().describe('Why something could not be reported.'),
  })
  .readonly();

/** What was reported of a run to a Prefect server, and what was not. */
export type PrefectFigures = z.output<typeof prefectFiguresSchema>;

/** Whether a report is not whole because of the server. */
export function isIncomplete({
  flow_run,
  unreported: { states, logs, artifacts },
  error,
}: PrefectFigures): boolean {
  return states + logs + artifacts > 0 || (flow_run === null && error !== null);
}

/** The figures as a line for people. */
export function prefectText(figures: PrefectFigures): string {
  const { flow_run, states, logs, unreported, left_out, error } = figures;
  if (flow_run === null && error === null) return 'nothing was reported: the run did not start';
  const why = error === null ? '' : `: ${error.message}`;
  if (flow_run === null) return `nothing was reported${why}`;
  const parts = [`reported ${counted(states, 'state')} and ${counted(logs, 'log line')}, ${flow_run}`];
  if (isIncomplete(figures)) {
    const lost = [
      ...(unreported.states === 0 ? [] : [counted(unreported.states, 'state')]),
      ...(unreported.logs === 0 ? [] : [counted(unreported.logs, 'log line')]),
      ...(unreported.artifacts === 0 ? [] : [counted(unreported.artifacts, 'artifact')]),
    ];
    parts.push(`not reported: ${lost.join(', ')}${why}`);
  }
  if (left_out.files > 0)
    parts.push(
      `${counted(left_out.files, 'further file')} failed or retried and ${left_out.files === 1 ? 'has' : 'have'} no task run`,
    );
  if (left_out.logs > 0)
    parts.push(
      `${counted(left_out.logs, 'further log line')} ${left_out.logs === 1 ? 'is' : 'are'} in the record alone`,
    );
  return parts.join('; ');
}
