import type { RemainingFolder } from '@tapehaul/catalog';
import type { MemoryTask } from './memory-batch.ts';
import type { MemoryRun } from './memory-run.ts';

/** The tasks of a name that are not in a final state. */
export function remaining({ tasks }: MemoryRun, name: string): MemoryTask[] {
  return [...tasks.values()].filter((task) => task.name === name && task.progress.phase !== 'final');
}

/** Tasks added up by the folder of their ids. */
export function byFolder(tasks: readonly MemoryTask[], blockBytes: number): RemainingFolder[] {
  const folders = Map.groupBy(tasks, ({ taskId }) => taskId.slice(0, taskId.lastIndexOf('/') + 1));
  return Array.from(folders.values(), (alike) => {
    const sizes = alike
      .filter(({ input }) => input !== null)
      .map(({ plannedBytes }) => plannedBytes ?? 0)
      .filter((bytes) => bytes > 0);
    return {
      example: alike[0]?.taskId ?? '',
      tasks: alike.length,
      sized: sizes.length,
      blocks: sizes.reduce((sum, bytes) => sum + Math.ceil(bytes / blockBytes), 0),
    };
  });
}
