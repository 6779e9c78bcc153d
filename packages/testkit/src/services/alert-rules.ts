import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { findProgram } from './go-program.ts';

/** What Prometheus read of a service at a time, in seconds since 1970 UTC; nothing when it did not answer. */
export interface Scrape {
  readonly at: number;
  readonly text: string | null;
}

/** An alert that fires at a time, with its texts as a person gets them. */
export interface Firing {
  readonly alert: string;
  readonly at: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** What Prometheus says of rules and metrics. */
export interface RuleReport {
  /** Why the rules cannot be loaded. */
  readonly errors: readonly string[];
  /** What is wrong with the names and texts of the metrics of the last scrape. */
  readonly problems: readonly string[];
  /** Names of all alerts of the file. */
  readonly alerts: readonly string[];
  /** Which alerts fire, at each evaluation. */
  readonly firing: readonly Firing[];
}

const SOURCE = join(import.meta.dirname, 'alert-rules');

/**
 * Loads a file of alert rules with Prometheus' own parser, and evaluates it over scrapes with its own engine, each `step`
 * seconds. Rejects with an Error that says what is missing when the program for that cannot be built.
 */
export async function evaluateRules(
  rules: string,
  scrapes: readonly Scrape[] = [],
  step = 60,
): Promise<RuleReport> {
  const digest = createHash('sha256');
  for (const file of ['main.go', 'go.mod']) digest.update(await readFile(join(SOURCE, file)));
  const version = digest.digest('hex').slice(0, 12);
  const program = await findProgram(
    { main: 'alert-rules', version, source: SOURCE },
    'ALERT_RULES',
    process.env,
  );
  const target = { job: 'tapehaul', instance: '127.0.0.1:8080' };
  const input = JSON.stringify({ rules, target, scrapes, step });
  return JSON.parse((await execa(program, { input })).stdout) as RuleReport;
}
