import { redacted } from '@tapehaul/errors';
import type { VariableFault } from './variable-rules.ts';
import { VARIABLES } from './variables.ts';

/** An environment that can be followed, and what was changed in it. */
export interface CheckedEnvironment {
  /** The variables with values that can be followed. */
  readonly env: NodeJS.ProcessEnv;
  /** One sentence for each variable that cannot be followed as it is: its name, its value, what is done instead. */
  readonly warnings: readonly string[];
}

/** Longest part of a value that a warning shows, in characters. */
const MOST_SHOWN = 120;

/**
 * Checks the OTEL_* variables: a value that tapehaul cannot follow is replaced, or left out, and warned of. They are
 * often set for a whole fleet, so none is an error. With OTEL_SDK_DISABLED=true no other variable counts.
 */
export function checkedEnvironment(given: NodeJS.ProcessEnv): CheckedEnvironment {
  const env = { ...given };
  const warnings: string[] = [];
  if (isDisabled(given)) return { env, warnings };
  for (const [name, rule] of VARIABLES) {
    const value = given[name]?.trim();
    if (!value) continue;
    // Names before it in the table are corrected by then.
    const fault = rule(value, env);
    if (fault === undefined) continue;
    warnings.push(warningOf(name, value, fault));
    if (fault.value === undefined) delete env[name];
    else env[name] = fault.value;
  }
  return { env, warnings };
}

/** Whether OpenTelemetry is turned off as a whole. */
export function isDisabled(env: NodeJS.ProcessEnv): boolean {
  return env.OTEL_SDK_DISABLED?.trim().toLowerCase() === 'true';
}

function warningOf(name: string, value: string, { expected, instead, isSecret }: VariableFault): string {
  const clean = redacted(value);
  const shown = clean.length > MOST_SHOWN ? `${clean.slice(0, MOST_SHOWN)}…` : clean;
  const is = isSecret === true ? `${name} is malformed` : `${name} is ${JSON.stringify(shown)}`;
  return `${is}, expected ${expected}; ${instead ?? 'tapehaul ignores it'}`;
}
