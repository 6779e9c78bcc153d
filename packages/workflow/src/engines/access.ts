import { type CollectionConfig, ENGINE_NAMES } from '@tapehaul/config';
import type { Network } from '@tapehaul/network';
import { type ChangeablePace, requestPace } from '@tapehaul/s3';

/** How one server may be reached. */
export interface ServerAccess {
  /** `anonymous`: requests are not signed. `chain`: the credentials that the AWS SDK finds on this machine. */
  readonly credentials: 'anonymous' | 'chain';
  /** Names of the engines that may read from it by ways of their own: s5cmd resolves names and follows redirects by itself. */
  readonly ownWays: readonly string[];
  /** How it is connected to; the network of the run by default. */
  readonly network?: Network;
}

/** How the servers of a collection may be reached. */
export interface Access {
  readonly source: ServerAccess;
  readonly storage: ServerAccess;
  /** Whether links below the output directory that lead out of it are refused; false by default. */
  readonly confined?: boolean;
}

/**
 * Gives the access of a configuration. Called when a collection or a plan begins, before anything is connected to; throws
 * a TapehaulError to refuse its source or storage.
 */
export type AccessOf = (config: CollectionConfig) => Access;

/** The source is read anonymously; the storage is reached with the credentials of this machine. */
export const USUAL_ACCESS: AccessOf = () => ({
  source: { credentials: 'anonymous', ownWays: ENGINE_NAMES },
  storage: { credentials: 'chain', ownWays: [] },
});

/** Lets requests to the source begin as often as a configuration allows; undefined where it has no rate. */
export function sourcePace({
  max_requests_per_second: rate,
}: Pick<CollectionConfig, 'max_requests_per_second'>): ChangeablePace | undefined {
  return rate === undefined ? undefined : requestPace(rate);
}
