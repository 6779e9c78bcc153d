import type { Severity } from '@tapehaul/tables';

/** How severe a finding can be, the worst first. */
export const SEVERITIES: readonly Severity[] = ['error', 'gap', 'note'];
