/** Whether a task builds the tables of a series and month; by its id, which ends with the month. Keys of files end with `.zip`. */
export function isTableTask(id: string): boolean {
  return /\/\d{4}-\d{2}$/.test(id);
}
