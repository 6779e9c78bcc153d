import { lazy, Suspense } from 'react';
import type { RunDetails } from '../../api/shapes.ts';
import { Skeleton } from '../../ui/note/notes.tsx';
import type { RunTab } from './run-search.ts';
import { FailuresTab } from './tabs/failures-tab.tsx';
import { FilesTab } from './tabs/files-tab.tsx';

const BatchesTab = lazy(async () => ({
  default: (await import('./tabs/batches/batches-tab.tsx')).BatchesTab,
}));
const TablesTab = lazy(async () => ({ default: (await import('./tabs/tables/tables-tab.tsx')).TablesTab }));
const TimelineTab = lazy(async () => ({
  default: (await import('./tabs/timeline/timeline-tab.tsx')).TimelineTab,
}));
const LogsTab = lazy(async () => ({ default: (await import('./tabs/logs-tab.tsx')).LogsTab }));
const PlanTab = lazy(async () => ({ default: (await import('./tabs/plan-tab.tsx')).PlanTab }));
const ConfigTab = lazy(async () => ({ default: (await import('./tabs/config-tab.tsx')).ConfigTab }));
const EventsTab = lazy(async () => ({ default: (await import('./tabs/events-tab.tsx')).EventsTab }));

const TABS = {
  failures: FailuresTab,
  files: FilesTab,
  batches: BatchesTab,
  tables: TablesTab,
  timeline: TimelineTab,
  logs: LogsTab,
  plan: PlanTab,
  config: ConfigTab,
  events: EventsTab,
} as const;

/** What a tab shows. */
export function TabContent({ tab, run }: { readonly tab: RunTab; readonly run: RunDetails }) {
  const Content = TABS[tab];
  return (
    <Suspense fallback={<Skeleton lines={8} />}>
      <Content run={run} />
    </Suspense>
  );
}
