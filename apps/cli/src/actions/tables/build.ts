import type { CollectionConfig } from '@tapehaul/config';
import {
  type BuildTablesOptions,
  buildTables,
  checkTables,
  fileRetries,
  namedUncompared,
  storageOf,
  type TableBuildEvent,
} from '@tapehaul/workflow';
import { printVersion } from '../../json/output-version.ts';
import { type TablesFlags, tablesConfig, tablesDirectory } from '../../options/tables/tables-config.ts';
import { stopOnSignals } from '../../process/signals.ts';
import { type TableProgress, tableProgress } from '../../progress/table-progress.ts';
import { fitted } from '../../show/fitted.ts';
import { print, printJson } from '../../show/print.ts';
import { MonthsToCompare } from '../../show/tables/months-to-compare.ts';
import { tablesSummary } from '../../show/tables/tables-summary.ts';

/** Options of `tapehaul tables build`. */
export interface BuildOptions extends TablesFlags {
  /** Build again what is as its sources are. */
  readonly rebuild?: boolean;
  /** Check rows and write nothing. */
  readonly checkOnly?: boolean;
  /** Months at once. */
  readonly threads?: number;
  /** Wait while another run is using the output directory. */
  readonly wait?: boolean;
  readonly json?: boolean;
}

/**
 * Builds the tables of an output directory, or checks their rows, and gives the exit status. Rejects with a TapehaulError when it
 * cannot begin.
 */
export async function build(directory: string | undefined, options: BuildOptions): Promise<number> {
  const { json = false, checkOnly = false, rebuild = false, wait = false, threads } = options;
  const root = tablesDirectory(directory);
  const config = tablesConfig(root, options);
  const { numbers, repair, types = config.data_types, compare: names = [] } = settingsOf(config);
  const request = { ...config, data_types: config.data_types.filter((type) => types.includes(type)) };
  const display = json ? jsonLines() : tableProgress();
  const { signal, gently, dispose } = stopOnSignals((step) => display.stopping(step));
  const startedAt = performance.now();
  const compare = new MonthsToCompare();
  const onEvent = (event: TableBuildEvent): void => {
    compare.add(event);
    display.event(event);
  };
  const shared = { request, numbers, repair, onEvent };
  try {
    const result = checkOnly
      ? await checkTables(root, { ...shared, signal: gently })
      : await buildTables(root, {
          ...shared,
          ...(threads === undefined ? {} : { builders: threads }),
          ...{ wait, onWait: display.waiting },
          ...{ rebuild, retries: fileRetries(config), signal, gently },
        });
    display.end();
    for (const month of names.length === 0 ? [] : await namedUncompared(root, request, names)) {
      compare.addNamed(month);
      if (json) printJson({ kind: 'month_to_compare', ...month });
    }
    const place = { directory: root, storage: await storageOf(root) };
    if (json) printJson(result);
    else
      print(
        fitted(
          tablesSummary(
            result,
            (performance.now() - startedAt) / 1_000,
            compare.lines(place, { numbers, repair }),
          ),
        ),
      );
    return result.exit_code;
  } finally {
    display.end();
    dispose();
  }
}

function settingsOf({ tables }: CollectionConfig): Pick<BuildTablesOptions, 'numbers' | 'repair'> & {
  readonly types?: CollectionConfig['data_types'] | undefined;
  readonly compare?: readonly string[] | undefined;
} {
  return tables === false ? { numbers: 'double', repair: 'days' } : tables;
}

function jsonLines(): Omit<TableProgress, 'above'> {
  printVersion();
  return {
    event: printJson,
    waiting: (error) => printJson({ kind: 'waiting', error: error.toJSON() }),
    stopping: (step) => printJson({ kind: 'stopping', step }),
    end: () => {},
  };
}
