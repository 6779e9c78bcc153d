import type { EngineProvider } from '@tapehaul/downloader';
import type { Network } from '@tapehaul/network';
import { s3Provider } from '@tapehaul/s3';
import { s5cmdProvider } from '@tapehaul/s5cmd';

/** An engine that collections can use. */
export type Provider = EngineProvider<object, object, Network>;

/**
 * Every engine. With `auto` a file is fetched by the first one that is at hand and prefers it. The last one is always at hand: it
 * fetches what another engine does not take or fails to fetch. The configuration's schema, statistics and messages are made
 * from this list: after a change run `npx vitest run packages/workflow/src/engines packages/config -u`.
 */
export const PROVIDERS: readonly Provider[] = [s5cmdProvider, s3Provider];

/** The engine that is always at hand. */
export const BASE: Provider = s3Provider;

/** The engines beside {@link BASE}, in order. */
export const OTHERS: readonly Provider[] = PROVIDERS.filter((provider) => provider !== BASE);
