import type { RunControl } from '@tapehaul/runs';
import type { FleetOptions } from '../fleet-options.ts';
import { type DirectoryOptions, outputDirectory } from '../output-directory.ts';
import type { ServiceOptions } from '../server-option.ts';

/** Control of the runs that a command is about: those of a service, else of an output directory. */
export async function runControl({
  server,
  fleetEngine,
  ...place
}: DirectoryOptions & ServiceOptions & FleetOptions): Promise<RunControl> {
  // Neither needs what the other is made of.
  if (server !== undefined) return (await import('@tapehaul/runs/remote')).remoteRuns(server);
  const { localRuns } = await import('@tapehaul/runs');
  const directory = outputDirectory(place);
  if (fleetEngine === undefined) return localRuns(directory);
  const { openFleetEngine } = await import('@tapehaul/workflow/fleet');
  return localRuns(directory, { openFleet: () => openFleetEngine({ engine: fleetEngine }) });
}
