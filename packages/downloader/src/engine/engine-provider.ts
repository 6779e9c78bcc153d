import type { ArchiveSource } from '@tapehaul/archive';
import type { LowSpeed } from './bounds.ts';
import type { Engine, Transfer } from './engine.ts';

/** A key that an engine adds to the configuration. */
export type EngineOption = {
  /** What it does, in one sentence, for the JSON Schema. */
  readonly about: string;
  /** Whether a run that is continued may change it; false by default. */
  readonly mayChange?: boolean;
} & (
  | { readonly type: 'integer'; readonly min: number; readonly max: number; readonly default: number }
  /** `turnsOff`: false turns the engine off; no engine uses it then. */
  | { readonly type: 'boolean'; readonly default: boolean; readonly turnsOff?: boolean }
  /** A folder of this machine; it has no default. */
  | { readonly type: 'directory' }
);

/** A value of the configuration that the engine cannot work with. */
export interface EngineConflict {
  /** Path in the configuration: `max_bytes_per_second`, `source.style`. */
  readonly key: string;
  /** Where the key is given, where it is missing, or where it has one of these values. */
  readonly when: 'given' | 'missing' | readonly string[];
  /** What the engine does, to follow its name: `supports the bucket in the path only`; null where the value says it all. */
  readonly fact: string | null;
}

/**
 * What is known of an engine without its code: plain data, so that the configuration's schema, the statistics and messages
 * can be made from it where the engine itself is not installed.
 */
export interface EngineSpec {
  /** Value of `engine` in a configuration. */
  readonly name: string;
  /** What messages call it. */
  readonly title: string;
  readonly options: Readonly<Record<string, EngineOption>>;
  /** When a configuration rules it out. */
  readonly whyNot: readonly EngineConflict[];
  /** Names of the texts that {@link EngineProvider.find} gives; none for an engine that needs nothing found. */
  readonly found: readonly string[];
  /** What it fetches with `auto`, in words: `large files`. */
  readonly preferredFor: string;
  /**
   * Whether it reaches the source by ways of its own, past the checks of a service: it resolves names and follows redirects
   * by itself (`network`), or reads files of this machine that a configuration names (`files`).
   */
  readonly ownWays: 'none' | 'network' | 'files';
  /** Whether it can sign requests with the credentials of this machine. */
  readonly signs: boolean;
  /** Whether it starts programs, which need memory beside this process. */
  readonly startsPrograms: boolean;
  /** Whether it works in batches of `batch_size` and reports the end of each. */
  readonly worksInBatches: boolean;
  /** Statistics by name: `available`, or the option of type boolean whose value it is. */
  readonly statistics: Readonly<Record<string, string>>;
}

/** One batch, or the work of one process, that has ended. */
export interface EngineBatch {
  readonly transfers: number;
  readonly succeeded: number;
  readonly failed: number;
}

/** Lets requests to a source begin at no more than a rate, all of those together that take their turns of it. */
export interface RequestPace {
  /** Resolves when the next request may begin. Rejects when the signal aborts before. */
  turn(signal: AbortSignal): Promise<void>;
}

/** What an engine is made from. */
export interface EngineNeeds<Settings extends object, Found extends object, Network> {
  readonly source: ArchiveSource;
  /** Whether requests are signed with what the credential chain of this machine finds. */
  readonly credentials: 'anonymous' | 'chain';
  /** Transfers at once. */
  readonly concurrency: number;
  /** Longest time in which no byte moves, in seconds. */
  readonly timeoutSeconds: number;
  readonly lowSpeed: LowSpeed;
  /** Most bytes a second, of all transfers together; as many as come by default. */
  readonly maxBytesPerSecond?: number;
  /** Lets requests begin, those of others beside the engine included; each begins at once by default. */
  readonly pace?: RequestPace;
  /** How to connect. */
  readonly network: Network;
  /** Environment for programs; that of the process by default. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Values of its {@link EngineSpec.options}, checked, among other keys of the configuration. */
  readonly settings: Settings;
  readonly found: Found;
  /** To be called after each batch. */
  readonly onBatch: (batch: EngineBatch) => void;
}

/** What {@link EngineProvider.find} found, or why it found nothing and what to do about that. */
export type EngineSearchResult<Found extends object> =
  | {
      readonly found: Found;
      /** What was found, for `tapehaul doctor`: `s5cmd 2.3.0 at /usr/bin/s5cmd`. */
      readonly words: string;
    }
  | {
      /** A clause that can follow "but": `no s5cmd was found on PATH or in the cache`. */
      readonly whyNot: string;
      /** What to do, as a sentence. */
      readonly remedy: string;
      /** The same without its full stop, to be followed by another way out. */
      readonly hint: string;
    };

/**
 * An engine as it is offered to a collection: what is known of it, and how one is made. A package exports one; the list of
 * all is `PROVIDERS` of the workflow.
 */
export interface EngineProvider<
  Settings extends object = object,
  Found extends object = object,
  Network = unknown,
> extends EngineSpec {
  /** Requests to the source for one object. */
  readonly requestsPerObject: number;
  /** Whether it may get a transfer at all, where it was chosen by name; the last engine of the list gets the others. */
  takes(transfer: Pick<Transfer, 'key'>): boolean;
  /** Whether it is the faster one for a transfer, by its listed or likely size. */
  prefers(transfer: Pick<Transfer, 'size' | 'likelySize'>): boolean;
  /** Finds what the engine needs on this machine; left out where that is nothing. Ends soon once the signal is aborted. */
  find?(
    needs: Pick<EngineNeeds<Settings, Found, Network>, 'settings'> & {
      readonly env: Readonly<Record<string, string | undefined>>;
    },
    signal?: AbortSignal,
  ): Promise<EngineSearchResult<Found>>;
  /** Makes an engine of this name. Throws a TapehaulError for needs that it cannot meet. */
  create(needs: EngineNeeds<Settings, Found, Network>): Engine;
}
