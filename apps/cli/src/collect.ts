import { problemText } from '@tapehaul/config';
import { ArchiveCollectionWorkflow, type WorkflowEvent } from '@tapehaul/workflow';
import { printer } from './printer.ts';
import { loadSettings, type SettingOptions } from './settings.ts';
import { stopOnSignals } from './signals.ts';

/** How a collection is shown. */
export interface CollectOptions extends SettingOptions {
  /** Events as JSON lines on stdout in place of text for people. */
  readonly json?: boolean;
}

/** Runs `tapehaul collect` and gives its exit status. Rejects with a TapehaulError when it cannot begin. */
export async function collect(configPath: string, options: CollectOptions): Promise<number> {
  const { config, matrix, warnings } = await loadSettings(configPath, options);
  const show = options.json === true ? jsonLines() : printer(config);
  for (const warning of warnings) show.warning(problemText(warning));
  const { signal, exitStatus, dispose } = stopOnSignals(show.stopping);
  try {
    const workflow = new ArchiveCollectionWorkflow(config, { matrix, onEvent: show.event });
    const result = await workflow.execute({ signal });
    show.result(result);
    return result.status === 'cancelled' ? exitStatus() : result.exit_code;
  } finally {
    show.end();
    dispose();
  }
}

function jsonLines(): ReturnType<typeof printer> {
  // What comes in one turn goes out in one write: a write for each line costs more than the line.
  let lines: string[] = [];
  const flush = (): void => {
    if (lines.length > 0) process.stdout.write(lines.join(''));
    lines = [];
  };
  const print = (line: unknown): void => {
    if (lines.push(`${JSON.stringify(line)}\n`) === 1) setImmediate(flush);
  };
  return {
    warning: (message) => print({ kind: 'warning', message }),
    event: (event: WorkflowEvent) => print(event),
    stopping: () => print({ kind: 'stopping' }),
    result: print,
    end: flush,
  };
}
