import { sourceAddress } from '@tapehaul/archive';
import type { CollectionConfig, Environment, Origin } from '@tapehaul/config';
import { asTapehaulError } from '@tapehaul/errors';
import { type Network, networkOf } from '@tapehaul/network';
import { s3Listing } from '@tapehaul/s3';
import { USUAL_ACCESS } from '../../engines/access.ts';
import { checkSource, explained, USUAL_KEY } from '../../engines/check-source.ts';
import { type Finding, failed, finding } from './finding.ts';

/** How long each server is waited for. */
export const PATIENCE_SECONDS = 10;
/** Longest time for the source, in seconds: three attempts that get no answer, and the waits between them. */
const ALL_ATTEMPTS_SECONDS = 40;
/** Difference of clocks that moves the day of what can be published, in milliseconds. */
const MOST_SKEW = 60_000;

/** How everything connects, as a finding; without a network where the environment is faulty. */
export function diagnoseNetwork(
  { source }: CollectionConfig,
  env: Environment,
): { readonly finding: Finding; readonly network?: Network } {
  try {
    const network = networkOf(env);
    const names = network.trust.variables.map(({ name }) => name);
    const trusted = names.length === 0 ? '' : `; further certificate authorities from ${names.join(', ')}`;
    const message = `the source is reached ${network.routeTo(source.endpoint).words}${trusted}`;
    return { network, finding: finding('network', true, message, '') };
  } catch (thrown) {
    return { finding: failed('network', thrown, 'Correct the variable.') };
  }
}

/** Whether the source answers, and whether its clock and that of this machine agree. */
export async function* sourceAndClock(
  given: CollectionConfig,
  network: Network,
  origins?: ReadonlyMap<string, Origin>,
): AsyncGenerator<Finding, void, undefined> {
  const config = { ...given, timeout_seconds: Math.min(given.timeout_seconds, PATIENCE_SECONDS) };
  const signal = AbortSignal.timeout(ALL_ATTEMPTS_SECONDS * 1_000);
  const check = { config, network, origins, signal, access: USUAL_ACCESS(config).source };
  try {
    const { lists, date } = await checkSource(check, USUAL_KEY);
    if (!lists && config.planning === 'listing') await listOnce(config, network, signal);
    const how = lists || config.planning === 'listing' ? 'answers' : 'answers, without listings';
    yield finding('source', true, `${sourceAddress(config.source)} ${how}`, '');
    yield clock(date);
  } catch (thrown) {
    const error = explained(asTapehaulError(thrown, signal), check);
    yield failed('source', error, 'Check the network and source.endpoint.');
    yield finding('clock', false, 'not known, because the source did not answer', 'Fix the source first.');
  }
}

/** Rejects where a source that plans are to be made from cannot be listed. */
async function listOnce({ source }: CollectionConfig, network: Network, signal: AbortSignal): Promise<void> {
  const listing = s3Listing({ ...source, concurrency: 1, timeoutSeconds: PATIENCE_SECONDS, signal, network });
  try {
    for await (const _ of listing.objects('data/', { pageSize: 1 })) break;
  } finally {
    listing.close();
  }
}

function clock(date: string | undefined): Finding {
  const theirs = Date.parse(date ?? '');
  if (Number.isNaN(theirs)) return finding('clock', true, 'the source does not send its time', '');
  const skew = Math.abs(Date.now() - theirs);
  const message = `${(skew / 1_000).toFixed(0)} s from the source's`;
  return finding(
    'clock',
    skew < MOST_SKEW,
    message,
    'Set the clock: it decides which days can be published.',
  );
}
