import { SpanStatusCode } from '@opentelemetry/api';
import { ATTRIBUTE, inSpan } from '@tapehaul/tracing';
import type { Command } from 'commander';

/** Runs what a command does in a span of its name, which has failed if the command has. */
export async function inCommandSpan(command: Command, work: () => Promise<void>): Promise<void> {
  await inSpan('tapehaul', nameOf(command), {}, async (span) => {
    await work();
    const status = Number(process.exitCode ?? 0);
    span.setAttribute(ATTRIBUTE.exitCode, status);
    // With `plan --detailed-exitcode` the status tells what was found.
    if (status === 0 || command.opts<{ detailedExitcode?: boolean }>().detailedExitcode === true) return;
    span.setStatus({ code: SpanStatusCode.ERROR, message: `exit status ${status}` });
  });
}

/** Its name with those of the commands that it is below, as `tapehaul config show`. */
function nameOf(command: Command): string {
  return command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`;
}
