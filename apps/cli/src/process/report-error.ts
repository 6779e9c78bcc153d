import { asTapehaulError, redacted, visibleLines } from '@tapehaul/errors';
import { printVersion } from '../json/output-version.ts';
import { printJson } from '../show/print.ts';

/** Commands whose lines have a version. */
const RUNS: ReadonlySet<string> = new Set(['collect', 'resume', 'retry', 'tables']);

/** Reports what went wrong and what to do next on stderr, and as JSON on stdout if requested; gives the exit status. */
export function reportError(thrown: unknown, json: boolean): number {
  const error = asTapehaulError(thrown);
  if (json && RUNS.has(process.argv[2] ?? '')) printVersion();
  if (json) printJson({ kind: 'error', ...error.toJSON() });
  process.stderr.write(`tapehaul: ${error.message}\n`);
  if (error.hint !== undefined) process.stderr.write(`${error.hint}\n`);
  if (error.code === 'internal' && error.cause instanceof Error)
    process.stderr.write(`${visibleLines(redacted(String(error.cause.stack))).replaceAll('\n', '\n    ')}\n`);
  return error.exitCode;
}
