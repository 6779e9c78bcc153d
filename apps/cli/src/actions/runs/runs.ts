import type { DirectoryOptions } from '../../options/output-directory.ts';
import { runControl } from '../../options/runs/run-control.ts';
import type { ServiceOptions } from '../../options/server-option.ts';
import { duration, utc } from '../../show/figures.ts';
import { print, printJson } from '../../show/print.ts';
import { requestText } from '../../show/request-text.ts';
import { table } from '../../show/table.ts';

/** Options of `tapehaul runs`. */
export interface RunsOptions extends DirectoryOptions, ServiceOptions {
  /** Most runs to show. */
  readonly limit?: number;
  readonly json?: boolean;
}

/** Lists the runs of an output directory or of a service, the newest first; gives the exit status. */
export async function runs({ limit = 20, json = false, ...place }: RunsOptions): Promise<number> {
  const control = await runControl(place);
  const listed = await control.list({ limit });
  if (json) for (const { line } of listed) printJson(line);
  else if (listed.length === 0) print('no runs yet');
  else {
    const body = listed.map(
      ({ runId, state, startedAt, seconds, directory, files, settledFiles, failed, request }) => [
        runId,
        state,
        startedAt === null ? '' : utc(startedAt).slice(0, 16),
        duration(seconds),
        ...(control.hasDirectories ? [directory] : []),
        files,
        settledFiles ?? '',
        failed,
        requestText(request),
      ],
    );
    const where = control.hasDirectories ? ['in'] : [];
    const head = ['run', 'state', 'started (UTC)', 'took', ...where, 'planned', 'settled', 'failed', 'what'];
    print(table(head, body, { optional: ['settled', 'took', 'started (UTC)'] }));
  }
  return 0;
}
