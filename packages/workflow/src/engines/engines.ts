import { type CollectionConfig, type Environment, LAST_ENGINE, whyUnwanted } from '@tapehaul/config';
import type { Engine, EngineBatch, EngineNeeds, RequestPace, Transfer } from '@tapehaul/downloader';
import { TapehaulError } from '@tapehaul/errors';
import type { Network } from '@tapehaul/network';
import type { ServerAccess } from './access.ts';
import { choiceOf } from './choice.ts';
import type { EngineSearch } from './engine-search.ts';
import { BASE, OTHERS, type Provider } from './providers.ts';

/** The engines of a collection. */
export interface Engines {
  /** In the order of preference. */
  readonly engines: readonly [Engine, ...Engine[]];
  /** The engine that a transfer uses first, by name. */
  readonly choose: (transfer: Transfer) => string;
  /** `auto` when that depends on its size. */
  readonly preferred: CollectionConfig['engine'];
  /** What was found for each engine that needs something found; a text in its place says why it is not at hand. */
  readonly found: ReadonlyMap<string, object | string>;
}

/** What engines are chosen and made by. */
export interface EnginesNeeds {
  readonly config: CollectionConfig;
  /** How the source is connected to. */
  readonly network: Network;
  /** How the source may be reached. */
  readonly access: ServerAccess;
  /** Environment of programs; that of the process by default. */
  readonly env: Environment | undefined;
  /** Receives each batch that has ended. */
  readonly onBatch: (batch: EngineBatch) => void;
  readonly search: Pick<EngineSearch, 'of'>;
  /** Lets requests to the source begin, those of engines and others; undefined where the configuration has no rate. */
  readonly pace: RequestPace | undefined;
}

/**
 * Chooses the engines: with `auto` all that are at hand, each file with the one that is faster for its size, the others to
 * fall back on; with the name of one that one, and the last of the list for what it does not take and to fall back on. The
 * last one alone where no other is at hand. Rejects with a TapehaulError `engine_unavailable` when `engine` insists on one
 * whose program or folder cannot be found.
 */
export async function chooseEngines(needs: EnginesNeeds): Promise<Engines> {
  const { config, access, search } = needs;
  const found = new Map<string, object | string>();
  const atHand: { readonly provider: Provider; readonly found: object }[] = [];
  for (const provider of OTHERS) {
    const unwanted = whyUnwanted(provider, config) ?? whyRefused(provider, access);
    const result = unwanted === undefined ? await search.of(provider) : { whyNot: unwanted };
    if ('found' in result) atHand.push({ provider, found: result.found });
    else if ('hint' in result && config.engine === provider.name) throw unavailable(provider, result);
    found.set(provider.name, 'found' in result ? result.found : result.whyNot);
  }
  const base = BASE.create(engineNeeds(needs, {}));
  const others = atHand.map((one) => one.provider.create(engineNeeds(needs, one.found)));
  const [first] = others;
  if (first === undefined) {
    return { found, engines: [base], choose: () => base.name, preferred: LAST_ENGINE };
  }
  const choice = choiceOf(
    config.engine,
    atHand.map(({ provider }) => provider),
  );
  const { engine: preferred } = config;
  const engines: Engines['engines'] = preferred === 'auto' ? [base, ...others] : [first, base];
  return { found, engines, choose: (transfer) => choice(transfer).name, preferred };
}

function engineNeeds(
  { config, network, access, env, onBatch, pace }: EnginesNeeds,
  found: object,
): EngineNeeds<object, object, Network> {
  const { source, max_parallel_downloads: concurrency, timeout_seconds: timeoutSeconds } = config;
  const { max_bytes_per_second: maxBytesPerSecond } = config;
  return {
    source,
    credentials: access.credentials,
    concurrency,
    timeoutSeconds,
    lowSpeed: { bytesPerSecond: config.low_speed_limit, seconds: config.low_speed_seconds },
    ...(maxBytesPerSecond === undefined ? {} : { maxBytesPerSecond }),
    ...(pace === undefined ? {} : { pace }),
    network,
    ...(env === undefined ? {} : { env }),
    settings: config,
    found,
    onBatch,
  };
}

function unavailable(
  { name }: Provider,
  { whyNot, hint }: { readonly whyNot: string; readonly hint: string },
): TapehaulError {
  return new TapehaulError('engine_unavailable', `engine is ${name}, but ${whyNot}`, {
    hint: `${hint}, or set engine to auto.`,
  });
}

/** Why an engine may not read from a source; undefined when it may. */
function whyRefused({ name, ownWays, signs }: Provider, access: ServerAccess): string | undefined {
  if (ownWays !== 'none' && !access.ownWays.includes(name)) return `${name} is not allowed for this source`;
  return access.credentials === 'chain' && !signs ? `${name} reads without credentials only` : undefined;
}
