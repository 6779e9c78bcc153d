import { randomUUID } from 'node:crypto';
import { startTemporal, type Temporal, type TemporalOptions } from '@tapehaul/testkit/temporal';
import { afterAll, beforeAll } from 'vitest';

/** A Temporal server of one test file. */
export interface TemporalUnderTest {
  readonly server: Temporal;
  /** Where an engine of its own is: with a queue that no other test knows. */
  place(): { readonly address: string; readonly taskQueue: string };
}

/** Starts a Temporal server for the tests of a file. */
export function temporalServer(options: TemporalOptions = {}): TemporalUnderTest {
  let server: Temporal | undefined;
  const started = (): Temporal => {
    if (server === undefined) throw new Error('no server before the tests');
    return server;
  };
  beforeAll(async () => {
    server = await startTemporal(options);
  });
  afterAll(() => server?.close());
  return {
    get server() {
      return started();
    },
    place: () => ({ address: started().address, taskQueue: `tapehaul-${randomUUID()}` }),
  };
}
