import type { CollectionConfig, Environment } from '@tapehaul/config';
import { type FoundS5cmd, findS5cmd, whyNoS5cmd } from '@tapehaul/s5cmd';

/**
 * The search for the s5cmd program, where a configuration has use for it. Begins at once and goes on beside other work:
 * a program takes as long to answer as a record to open.
 */
export class S5cmdSearch {
  readonly #env: Environment;
  readonly #look: () => Promise<FoundS5cmd | undefined>;
  readonly #stop = new AbortController();
  #found: Promise<FoundS5cmd | undefined> | undefined;

  constructor(config: CollectionConfig, env: Environment) {
    this.#env = env;
    this.#look = async () => {
      return whyUnwanted(config) === undefined ? findS5cmd(env, this.#stop.signal) : undefined;
    };
    // Heard by whoever asks for it; a run that cannot begin does not.
    this.found.catch(() => {});
  }

  /** What is found; looked for anew after {@link S5cmdSearch.forget}. */
  get found(): Promise<FoundS5cmd | undefined> {
    this.#found ??= this.#look();
    return this.#found;
  }

  /** Why nothing is found, where nothing is. */
  get whyNot(): string {
    return whyNoS5cmd(this.#env);
  }

  /** Forgets an answer that may be an old one by the time that it is asked for. */
  forget(): void {
    this.#found = undefined;
  }

  /** Ends the programs that have not answered. */
  end(): void {
    this.#stop.abort();
  }
}

/** Why a configuration has no use for s5cmd; undefined when it has. */
export function whyUnwanted(config: CollectionConfig): string | undefined {
  if (!config.enable_s5cmd) return 'enable_s5cmd is false';
  if (config.engine === 's3') return 'engine is s3';
  if (config.max_bytes_per_second !== undefined) return 's5cmd cannot keep to max_bytes_per_second';
  const { style } = config.source;
  if (style !== undefined && style !== 'path') {
    return `source.style is ${style}: s5cmd supports the bucket in the path only`;
  }
  return undefined;
}
