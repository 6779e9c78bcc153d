import type { Listener } from '@tapehaul/orchestrator';

/** Knows whether a run is paused. */
export class PauseState {
  #isPaused = false;

  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** Receives what the orchestrator reports of the run. */
  readonly listener: Listener = (event) => {
    if (event.kind === 'run') this.#isPaused = event.state === 'Paused';
  };
}
