import { isFinal } from '@tapehaul/states';
import type { Listener, OrchestratorEvent, RunEvent } from '../events.ts';
import { recordListener } from './record-listener.ts';
import type { RunStore } from './run-store.ts';

interface Child {
  readonly record: Listener;
  /** Events until the start of the child is recorded. */
  waiting: OrchestratorEvent[] | undefined;
}

/** Records child runs while they run: until the start of one is recorded, its events wait in their order. */
export class ChildRuns {
  readonly #store: RunStore;
  readonly #onFault: () => void;
  readonly #children = new Map<string, Child>();
  readonly #starting = new Set<Promise<void>>();
  #fault: { readonly thrown: unknown } | undefined;

  /** `onFault` is called once something cannot be recorded. */
  constructor(store: RunStore, onFault: () => void) {
    this.#store = store;
    this.#onFault = onFault;
  }

  /** Records an event of a child run. Throws what kept an earlier one from being recorded. */
  readonly record: Listener = (event) => {
    if (this.#fault !== undefined) throw this.#fault.thrown;
    const child = this.#children.get(event.runId) ?? this.#begun(event);
    if (child.waiting === undefined) this.#write(child, event);
    else child.waiting.push(event);
  };

  /** Resolves once the start of each child run is recorded. Rejects with what kept something from being recorded. */
  async settled(): Promise<void> {
    await Promise.all(this.#starting);
    if (this.#fault !== undefined) throw this.#fault.thrown;
  }

  #begun(event: OrchestratorEvent): Child {
    const child: Child = { record: recordListener(this.#store, () => ({})), waiting: undefined };
    this.#children.set(event.runId, child);
    if (event.kind !== 'run') return child;
    child.waiting = [];
    const starting = this.#start(child, event)
      .catch((thrown: unknown) => {
        this.#fault ??= { thrown };
        this.#onFault();
      })
      .finally(() => this.#starting.delete(starting));
    this.#starting.add(starting);
    return child;
  }

  async #start(child: Child, { runId, flow, parentRunId, tags, parameters = null }: RunEvent): Promise<void> {
    const parent = parentRunId === undefined ? {} : { parentRunId };
    await this.#store.startRun({ runId, flow, tags, parameters, ...parent }, { onRequest: () => {} });
    const waiting = child.waiting ?? [];
    child.waiting = undefined;
    for (const event of waiting) this.#write(child, event);
  }

  #write(child: Child, event: OrchestratorEvent): void {
    child.record(event);
    if (event.kind !== 'run' || !isFinal(event.state)) return;
    this.#children.delete(event.runId);
    this.#store.endRun(event.runId, event.state, { error: event.error?.toJSON() ?? null });
  }
}
