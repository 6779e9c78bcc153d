import type { SpanFigures, Telemetry } from '@tapehaul/telemetry';
import { spansText } from '@tapehaul/telemetry/spans-text';
import { Command } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { runsHere, type ServiceOptions } from '../options/server-option.ts';

let telemetry: Telemetry | undefined;
let isReported = false;
let warnings: string[] = [];

/** Commands whose run has a trace of its own; with `--server` it is the service's. */
const RUNS: ReadonlySet<string> = new Set(['collect', 'resume', 'retry']);

/** A command that traces what it does: with `--trace`, or when a standard OTEL_* variable requests it. */
export class TracedCommand extends Command {
  override createCommand(name?: string): Command {
    return new TracedCommand(name);
  }

  override action(work: Parameters<Command['action']>[0]): this {
    return super.action((...args: unknown[]) => traced(this, async () => work.apply(this, args)));
  }
}

/** Gives every command the option. */
export function addTraceOption(program: Command): void {
  for (const command of program.commands) {
    if (command.commands.length > 0) addTraceOption(command);
    else
      command.option(
        '--trace',
        'send spans by OTLP, to http://localhost:4318 unless OTEL_* variables say otherwise',
      );
  }
}

async function traced(command: Command, work: () => Promise<void>): Promise<void> {
  const { trace = false, ...options } = command.opts<{ trace?: boolean } & ServiceOptions>();
  // Loaded only where tracing is requested: other commands start faster.
  if (!trace && !Object.keys(process.env).some((name) => name.startsWith('OTEL_'))) return work();
  const { startTelemetry } = await import('@tapehaul/telemetry');
  telemetry = await startTelemetry({
    trace,
    evenUnsampled: trace,
    serviceName: 'tapehaul',
    serviceVersion: packageJson.version,
  });
  warnings.push(...telemetry.warnings);
  const hasTrace = RUNS.has(command.name()) && runsHere(options);
  if (!hasTrace) showWarnings();
  if (!telemetry.tracing) return work();
  const { inCommandSpan, underCaller } = await import('./command-span.ts');
  const warn = (message: string): void => void warnings.push(message);
  return underCaller(process.env, warn, async () => {
    if (hasTrace) return work();
    showWarnings();
    return inCommandSpan(command, work);
  });
}

/** What is to be warned of because of the OTEL_* variables, for a run that shows its warnings itself; once. */
export function takeTraceWarnings(): string[] {
  const taken = warnings;
  warnings = [];
  return taken;
}

function showWarnings(): void {
  for (const warning of takeTraceWarnings()) process.stderr.write(`warning  ${warning}\n`);
}

/**
 * Sends what it can of the spans within seconds, and gives how many were sent and lost, to be printed; undefined when nothing is
 * traced. Spans that are made later are counted nowhere.
 */
export async function endTrace(): Promise<SpanFigures | undefined> {
  if (telemetry?.tracing !== true) return undefined;
  await telemetry.shutdown();
  isReported = true;
  return telemetry.figures();
}

/**
 * Ends tracing, if it was started, and the process with it: a receiver that hangs could keep it alive. Prints on stderr
 * how many spans were sent and lost, unless that was printed before.
 */
export async function exitAfterTrace(): Promise<void> {
  showWarnings();
  const wasReported = isReported;
  const figures = await endTrace();
  if (figures === undefined) return telemetry?.shutdown();
  if (!wasReported && figures.made > 0) process.stderr.write(`spans    ${spansText(figures)}\n`);
  // What was printed goes out first.
  process.stdout.write('', () => process.exit());
}
