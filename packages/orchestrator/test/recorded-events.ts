import type { OrchestratorEvent } from '../src/index.ts';

/** What listeners receive, and the states of the runs of a flow among it. */
export function recordEvents() {
  const events: OrchestratorEvent[] = [];
  const states = (name: string) =>
    events.flatMap((event) => (event.kind === 'run' && event.flow === name ? [event.state] : []));
  return { events, states, listeners: [(event: OrchestratorEvent) => void events.push(event)] };
}
