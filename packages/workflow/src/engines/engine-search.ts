import { type CollectionConfig, type Environment, whyUnwanted } from '@tapehaul/config';
import type { EngineSearchResult } from '@tapehaul/downloader';
import { OTHERS, type Provider } from './providers.ts';

/** What a search found, or why it found nothing. */
export type Found = EngineSearchResult<object>;

/** What engines find that need nothing. */
const NOTHING_NEEDED: Found = { found: {}, words: '' };

/**
 * The search for what engines need on this machine, where a configuration has use for them. Begins at once and continues beside
 * other work: a program takes as long to answer as a record to open.
 */
export class EngineSearch {
  readonly #config: CollectionConfig;
  readonly #env: Environment;
  readonly #stop = new AbortController();
  readonly #found = new Map<Provider, Promise<Found>>();

  constructor(config: CollectionConfig, env: Environment) {
    this.#config = config;
    this.#env = env;
    for (const provider of OTHERS) {
      // Received by those who need it; a run that cannot begin does not.
      if (whyUnwanted(provider, config) === undefined) this.of(provider).catch(() => {});
    }
  }

  /** What is found for an engine; searched for again after {@link EngineSearch.forget}. */
  of(provider: Provider): Promise<Found> {
    const known = this.#found.get(provider);
    if (known !== undefined) return known;
    const [settings, env] = [this.#config, this.#env];
    const found = provider.find?.({ settings, env }, this.#stop.signal) ?? Promise.resolve(NOTHING_NEEDED);
    this.#found.set(provider, found);
    return found;
  }

  /** Forgets answers that may be old ones by the time that they are needed. */
  forget(): void {
    this.#found.clear();
  }

  /** Ends the programs that have not answered. */
  end(): void {
    this.#stop.abort();
  }
}
