import type { SpanFigures, Telemetry } from '@tapehaul/telemetry';
import type { Command } from 'commander';
import packageJson from '../package.json' with { type: 'json' };

let telemetry: Telemetry | undefined;

/** Lets every command trace: with `--trace`, or when a standard OTEL_* variable asks for it. */
export function addTraceOption(program: Command): void {
  for (const command of program.commands) {
    command.option(
      '--trace',
      'send spans by OTLP, to http://localhost:4318 unless OTEL_* variables say else',
    );
  }
  program.hook('preAction', async (_, command) => {
    const { trace = false } = command.opts<{ trace?: boolean }>();
    // Its code is not even loaded where nobody asks for it.
    if (!trace && !Object.keys(process.env).some((name) => name.startsWith('OTEL_'))) return;
    const { startTelemetry } = await import('@tapehaul/telemetry');
    telemetry = await startTelemetry({ trace, serviceName: 'tapehaul', serviceVersion: packageJson.version });
  });
}

/**
 * Sends what it can of the spans in some seconds, and tells what became of all; undefined when nothing is traced.
 * Spans that are made later are counted nowhere.
 */
export async function endTrace(): Promise<SpanFigures | undefined> {
  if (telemetry?.tracing !== true) return undefined;
  await telemetry.shutdown();
  return telemetry.figures();
}

/** Ends tracing, if it was started, and the process with it: a receiver that hangs could keep it alive. */
export async function exitAfterTrace(): Promise<void> {
  if ((await endTrace()) === undefined) await telemetry?.shutdown();
  // What was printed goes out first.
  else process.stdout.write('', () => process.exit());
}
