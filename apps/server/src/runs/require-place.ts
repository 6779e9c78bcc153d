import type { RunPlace } from '@tapehaul/workflow/fleet';
import { HttpRefusal } from '../access/http-refusal.ts';

/** Throws a HttpRefusal, 403, where files are to be done by workers of a fleet and the operator does not allow that. */
export function requirePlace(
  on: RunPlace | undefined,
  { allowsFleet }: { readonly allowsFleet: boolean },
): void {
  if (on !== 'fleet' || allowsFleet) return;
  throw new HttpRefusal(
    403,
    'fleet_not_allowed',
    'this service lets no workers fetch files',
    'Leave out on, or start the service with --fleet.',
  );
}
