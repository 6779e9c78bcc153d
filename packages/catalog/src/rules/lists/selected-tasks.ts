import type { TaskSelection } from '../../records/task-keys.ts';

/** Whether a selection has a task; without one, every task is selected. */
export function isSelected(
  { taskId, errorCode }: { readonly taskId: string; readonly errorCode: string | null },
  selection: TaskSelection = {},
): boolean {
  const { taskIds, errorCode: wanted, prefix = '' } = selection;
  return (
    taskId.startsWith(prefix) &&
    (wanted === undefined || (errorCode ?? 'unknown') === wanted) &&
    (taskIds?.includes(taskId) ?? true)
  );
}
