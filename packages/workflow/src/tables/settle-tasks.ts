import type { Catalog } from '@tapehaul/catalog';

/** Settles the tasks of a name that a run was continued with, and for which there is nothing left to do. */
export async function settleTasks(
  { catalog, runId }: { readonly catalog: Catalog; readonly runId: string },
  name: string,
): Promise<void> {
  for await (const tasks of catalog.remainingTasks(runId, name)) {
    for (const { taskId } of tasks) {
      catalog.recordTask({
        runId,
        taskId,
        name,
        state: 'Cached',
        phase: 'final',
        attempt: 0,
        at: Date.now(),
      });
    }
  }
}
