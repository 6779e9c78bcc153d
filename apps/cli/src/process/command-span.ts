import { context, SpanStatusCode, trace } from '@opentelemetry/api';
import { redacted } from '@tapehaul/errors';
import { ATTRIBUTE, callerOf, inSpan } from '@tapehaul/tracing';
import type { Command } from 'commander';

/** Runs what a command does in a span of its name, which has failed if the command has. */
export async function inCommandSpan(command: Command, work: () => Promise<void>): Promise<void> {
  await inSpan('tapehaul', nameOf(command), {}, async (span) => {
    await work();
    const status = Number(process.exitCode ?? 0);
    span.setAttribute(ATTRIBUTE.exitCode, status);
    // With `plan --detailed-exitcode` the status says what was found.
    if (status === 0 || command.opts<{ detailedExitcode?: boolean }>().detailedExitcode === true) return;
    span.setStatus({ code: SpanStatusCode.ERROR, message: `exit status ${status}` });
  });
}

/** Its name with those of the commands that it is below, such as `tapehaul config show`. */
function nameOf(command: Command): string {
  return command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`;
}

/** Runs work below the span that TRACEPARENT and TRACESTATE name; `warn` receives a message about one that is malformed. */
export async function underCaller(
  { TRACEPARENT: traceparent, TRACESTATE: tracestate }: NodeJS.ProcessEnv,
  warn: (message: string) => void,
  work: () => Promise<void>,
): Promise<void> {
  const { span, isMalformed } = callerOf({ traceparent, tracestate });
  if (isMalformed) {
    warn(
      `TRACEPARENT is ${JSON.stringify(redacted(traceparent ?? ''))}, expected the form of the W3C header traceparent; the trace begins here`,
    );
  }
  return span === undefined ? work() : context.with(trace.setSpanContext(context.active(), span), work);
}
