import { Option } from 'commander';

/** The option that sends a command to a service; apart from what it uses then, which not every start of the command loads. */
export function serverOption(): Option {
  return new Option(
    '--server <url>',
    'use this service instead of a local directory; set its token in TAPEHAUL_TOKEN',
  );
}

/** A service that a command uses, in place of a directory of this machine. */
export interface ServiceOptions {
  /** Its address; the token comes from TAPEHAUL_TOKEN. */
  readonly server?: string;
}

/** Whether what a command collects or continues runs in this process. */
export function runsHere({ server }: ServiceOptions): boolean {
  return server === undefined;
}
