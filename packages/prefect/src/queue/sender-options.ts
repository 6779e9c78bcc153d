import type { FlowRun } from '../api/flow-run.ts';
import type { PrefectClient } from '../api/prefect-client.ts';
import type { Outbox } from './outbox.ts';
import type { Timing } from './timing.ts';

/** What a sender works with. */
export interface SenderOptions {
  readonly client: PrefectClient;
  readonly outbox: Outbox;
  readonly timing: Timing;
  /** Called once when somebody has cancelled the flow run in Prefect. */
  readonly onCancel: () => void;
  /** Called once the flow run exists. */
  readonly onOpen: (flowRun: FlowRun) => void;
}

/** What was sent. */
export interface Sent {
  states: number;
  logs: number;
}
