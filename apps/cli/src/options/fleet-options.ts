import { type Command, Option } from 'commander';

/** Where a command has the files of a run done, and what hands them to workers. */
export interface FleetOptions {
  /** `fleet`: workers do them. */
  readonly on?: 'here' | 'fleet';
  readonly fleetEngine?: 'pgboss' | 'temporal';
}

/** Lets a command say where the files of a run are done; `byDefault` is where else. */
export function addFleetOptions(command: Command, byDefault: string): Command {
  return command
    .addOption(
      new Option(
        '--on <place>',
        `fleet: workers fetch the files, started with tapehaul worker; here: this process; ${byDefault} by default`,
      ).choices(['here', 'fleet']),
    )
    .addOption(
      new Option(
        '--fleet-engine <engine>',
        'what hands batches to workers: pgboss, in the PostgreSQL of the record, or temporal (TAPEHAUL_FLEET_ENGINE, else pgboss)',
      ).choices(['pgboss', 'temporal']),
    );
}
