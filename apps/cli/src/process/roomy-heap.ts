import { setFlagsFromString } from 'node:v8';
import { ENGINES } from '@tapehaul/config';
import type { WorkflowEvent } from '@tapehaul/workflow';

/** By how much of what is alive the heap grows before V8 looks through it again, in percent; 0 is V8's choice. */
const GROWTH = 150;

/**
 * Has a collection that downloads spend less time on garbage: V8's own choice looks through the whole heap ten
 * times in the first seconds. Set only once files come, and taken back at the end: Node keeps compiled code of itself
 * and of this command for one set of V8's flags, and would compile all anew with another.
 */
export class RoomyHeap {
  #roomy = false;

  receive(event: WorkflowEvent): void {
    if (this.#roomy || event.kind !== 'file' || event.status !== 'downloaded') return;
    // Programs that an engine starts need the room themselves.
    if (ENGINES.some(({ name, startsPrograms }) => startsPrograms && name === event.engine)) return;
    this.#roomy = true;
    setFlagsFromString(`--heap-growing-percent=${GROWTH}`);
  }

  end(): void {
    if (this.#roomy) setFlagsFromString('--heap-growing-percent=0');
  }
}
