import type { RunControl } from '@tapehaul/runs';
import { type DirectoryOptions, outputDirectory } from './output-directory.ts';
import type { ServiceOptions } from './server-option.ts';

/** Control of the runs that a command is about: those of a service, else of an output directory. */
export async function runControl({
  server,
  ...place
}: DirectoryOptions & ServiceOptions): Promise<RunControl> {
  // Neither needs what the other is made of.
  if (server !== undefined) return (await import('@tapehaul/runs/remote')).remoteRuns(server);
  return (await import('@tapehaul/runs')).localRuns(outputDirectory(place));
}
