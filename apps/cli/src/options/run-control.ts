import type { RunControl } from '@tapehaul/runs';
import { type DirectoryOptions, outputDirectory } from './output-directory.ts';

/** A service that a command uses, in place of a directory of this machine. */
export interface ServiceOptions {
  /** Its address; the token comes from TAPEHAUL_TOKEN. */
  readonly server?: string;
}

/** Whether what a command collects or continues runs in this process. */
export function runsHere({ server }: ServiceOptions): boolean {
  return server === undefined;
}

/** Control of the runs that a command is about: those of a service, else of an output directory. */
export async function runControl({
  server,
  ...place
}: DirectoryOptions & ServiceOptions): Promise<RunControl> {
  // Neither needs what the other is made of.
  if (server !== undefined) return (await import('@tapehaul/runs/remote')).remoteRuns(server);
  return (await import('@tapehaul/runs')).localRuns(outputDirectory(place));
}
