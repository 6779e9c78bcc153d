/** What may be requested of a run. */
export type Action = 'cancel' | 'pause' | 'unpause' | 'resume' | 'retry';

/** What may be requested of a run by its state, where the service does not say it. */
export function actionsOf(state: string, failed: number): readonly Action[] {
  switch (state) {
    case 'Scheduled':
      return ['cancel'];
    case 'Pending':
    case 'Running':
    case 'Retrying':
    case 'AwaitingRetry':
      return ['cancel', 'pause'];
    case 'Paused':
      return ['cancel', 'unpause'];
    case 'Cancelled':
    case 'Crashed':
    case 'Failed':
      return ['resume', ...(failed > 0 ? (['retry'] as const) : [])];
    case 'CompletedWithGaps':
      return ['retry'];
    default:
      return [];
  }
}
