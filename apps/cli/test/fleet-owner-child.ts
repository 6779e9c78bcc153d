import { parseConfig } from '@tapehaul/config';
import { ArchiveCollectionWorkflow } from '@tapehaul/workflow';
import { openFleetEngine } from '@tapehaul/workflow/fleet';

// The owner of a run whose plan workers make, which a test kills; it prints how far the plan is.
const [config = '', objects = ''] = process.argv.slice(2);
await new ArchiveCollectionWorkflow(parseConfig(JSON.parse(config)), {
  fleet: await openFleetEngine(),
  fleetPartObjects: Number(objects),
  onEvent: (event) => {
    if (event.kind === 'fleet') console.log(event.open_parts ?? 0);
  },
}).execute();
