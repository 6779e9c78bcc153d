import { visible } from '@tapehaul/errors';
import { isIncomplete, prefectText } from '@tapehaul/prefect/figures';
import type { CollectionResult } from '@tapehaul/workflow';
import { errorColors as pc } from '../show/colors.ts';
import { failureText } from '../show/log-text.ts';
import { print } from '../show/print.ts';
import { outcomeText } from './outcome-text.ts';
import type { Printer } from './printer.ts';
import { summary } from './summary.ts';

/** Shows a collection to a scheduler: warnings and failed files on stderr, a summary where not all is well, else nothing. */
export function quietPrinter(): Printer {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  return {
    warning: (message) => say(`${pc.yellow('warning')}  ${visible(message)}`),
    note: () => {},
    event(event) {
      if (event.kind === 'file' && event.status === 'failed') {
        say(`${pc.red('failed')}   ${failureText(event.key, event.error)}`);
      } else if (event.kind === 'no_worker') {
        say(`${pc.yellow('warning')}  ${event.message}. ${event.hint}`);
      } else if (event.kind === 'table_month' && event.error !== null) {
        say(`${pc.red('failed')}   ${visible(`${event.series}, ${event.month}: ${event.error.message}`)}`);
      }
    },
    stopping: () => {},
    spans: () => {},
    report(figures) {
      if (isIncomplete(figures)) say(`${pc.yellow('prefect')}  ${visible(prefectText(figures))}`);
    },
    result(result) {
      if (!isWell(result)) process.stdout.write(summary(result, { verbose: false }));
    },
    outcome(outcome) {
      if (outcome.exit_code !== 0) print(outcomeText(outcome));
    },
    end: () => {},
  };
}

/** Whether there is nothing to report: it is complete, and of what was requested at least one file exists. */
function isWell({ exit_code, collection_stats: { total_tasks }, absent }: CollectionResult): boolean {
  return exit_code === 0 && absent.length < total_tasks;
}
