import { isSamePlan, planChanged } from '@tapehaul/workflow';
import { HttpRefusal } from '../access/http-refusal.ts';
import type { Reach } from '../access/reach.ts';
import type { ParsedConfig, ServiceConfigs, SubmittedConfig } from '../access/service-configs.ts';
import type { OutputDirectories } from '../records/output-directories.ts';
import type { Records } from '../records/records.ts';
import type { KeptPlan, KeptPlans } from './kept-plans.ts';
import { measuredRuns } from './measured-runs.ts';
import { type PlanWalkOptions, type WalkedPlan, walkPlan } from './plan-walk.ts';
import { recordSign } from './record-sign.ts';
import { forecastTime, type MeasuredRun, type TimeForecast } from './run-times.ts';

/** What plans are made with. */
export interface PlanMakerParts {
  readonly configs: Pick<ServiceConfigs, 'parse' | 'access'>;
  readonly records: Pick<Records, 'read' | 'each' | 'nameOf'>;
  readonly directories: Pick<OutputDirectories, 'nameOf'>;
  readonly kept: KeptPlans;
}

/** What collecting a plan takes. */
export interface PlanForecast extends TimeForecast {
  /** Files to fetch, and their bytes. */
  readonly files: number;
  readonly bytes: number;
  /** Room that they take on the disk, with what the record needs for them. */
  readonly disk_bytes: number;
  /** Free bytes where they go; null for a bucket, and where the file system does not report them. */
  readonly disk_free: number | null;
  /** Whether they fit; null where that is not known. */
  readonly fits: boolean | null;
}

/** A plan that is kept, with what it says. */
export interface MadePlan extends Omit<WalkedPlan, 'fingerprint'> {
  readonly planId: string;
  /** Milliseconds since 1970 UTC. */
  readonly expiresAt: number;
  readonly forecast: PlanForecast;
}

/** How a plan is made for a request. */
export type MakeOptions = Omit<PlanWalkOptions, 'access'>;

/** Plans that are made at once: they share the one thread of the service with all other requests. */
const MOST_PLANS = 8;
/** Runs that a forecast goes by; fewer in its own output directory are filled up with others. */
const RUNS = { least: 3, most: 10 };
/** Bytes that the record takes for each file, as a run counts them before it begins. */
const RECORD_BYTES = 1_024;

/** Makes plans for requests, and holds runs to them. */
export class PlanMaker {
  readonly #parts: PlanMakerParts;
  #making = 0;

  constructor(parts: PlanMakerParts) {
    this.#parts = parts;
  }

  /** The configuration of a plan, checked. Throws as {@link ServiceConfigs.parse} does. */
  parse(submitted: SubmittedConfig): ParsedConfig {
    return this.#parts.configs.parse(submitted);
  }

  /**
   * Makes a plan and keeps it. Rejects as planning does, with `cancelled` when stopped, and with a HttpRefusal, 503, while too many are
   * being made.
   */
  async make(submitted: SubmittedConfig, parsed: ParsedConfig, options: MakeOptions): Promise<MadePlan> {
    const { reach, ...rest } = submitted;
    const { config } = parsed;
    const { kept, directories } = this.#parts;
    const sign = await this.#signOf(config.output_directory);
    const { summary, gaps, fingerprint } = await this.#walk(parsed, options);
    const measured = await this.#measured(parsed, reach);
    const name = directories.nameOf(config.output_directory);
    const { planId, expiresAt } = kept.keep({ submitted: rest, name, fingerprint, sign });
    const disk_bytes = summary.disk_bytes + RECORD_BYTES * summary.fetch_files;
    const load = {
      files: summary.fetch_files,
      bytes: summary.fetch_bytes,
      mostBytesPerSecond: config.max_bytes_per_second,
    };
    const forecast: PlanForecast = {
      files: load.files,
      bytes: load.bytes,
      ...forecastTime(load, measured),
      disk_bytes,
      disk_free: summary.free_bytes,
      fits: summary.free_bytes === null ? null : disk_bytes <= summary.free_bytes,
    };
    return { planId, expiresAt, summary, gaps, forecast };
  }

  /** The plan of an id. Throws as {@link KeptPlans.find} does. */
  find(planId: string, reach: Reach): KeptPlan {
    return this.#parts.kept.find(planId, reach);
  }

  /**
   * Checks that a plan still says which files are fetched: it is made again where a run has begun or ended since. Rejects with a
   * TapehaulError `plan_changed` where it says something else now, and as {@link PlanMaker.make} does.
   */
  async requireUnchanged(plan: KeptPlan, parsed: ParsedConfig, signal: AbortSignal): Promise<void> {
    const sign = await this.#signOf(parsed.config.output_directory);
    if (plan.sign !== null && sign === plan.sign) return;
    const { fingerprint } = await this.#walk(parsed, { signal });
    if (!isSamePlan(plan.fingerprint, fingerprint)) throw planChanged(plan.fingerprint, fingerprint);
  }

  async #walk(parsed: ParsedConfig, options: MakeOptions): Promise<WalkedPlan> {
    if (this.#making >= MOST_PLANS) throw tooManyPlans();
    this.#making += 1;
    try {
      return await walkPlan(parsed, { ...options, access: this.#parts.configs.access });
    } finally {
      this.#making -= 1;
    }
  }

  async #signOf(directory: string): Promise<string | null> {
    const read = await this.#parts.records.read(directory, async (record) => ({
      sign: await recordSign(record),
    }));
    return read === undefined ? '' : read.sign;
  }

  /** Earlier runs from the same source: of the output directory, else of others in reach. */
  async #measured({ config }: ParsedConfig, reach: Reach): Promise<readonly MeasuredRun[]> {
    const { records } = this.#parts;
    const own = await records.read(config.output_directory, (record) => measuredRuns(record, config.source));
    const runs = [...(own ?? [])];
    if (runs.length >= RUNS.least) return runs;
    const others = records.each(async (record, directory) =>
      directory === config.output_directory || !reach.has(records.nameOf(directory))
        ? undefined
        : measuredRuns(record, config.source),
    );
    for await (const measured of others) {
      runs.push(...measured);
      if (runs.length >= RUNS.most) break;
    }
    return runs.slice(0, RUNS.most);
  }
}

function tooManyPlans(): HttpRefusal {
  return new HttpRefusal(
    503,
    'too_busy',
    `${MOST_PLANS} plans are being made`,
    'Try again in a moment, or plan fewer series at once.',
  );
}
