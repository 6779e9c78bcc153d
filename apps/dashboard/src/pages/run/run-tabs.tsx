import { getRouteApi } from '@tanstack/react-router';
import styles from './run.module.css';
import { RUN_TABS, type RunTab } from './run-search.ts';

const route = getRouteApi('/runs/$run');

const NAMES: Readonly<Record<RunTab, string>> = {
  failures: 'Failures',
  files: 'Files',
  batches: 'Batches',
  tables: 'Tables',
  timeline: 'Timeline',
  logs: 'Log',
  plan: 'Plan',
  config: 'Configuration',
  events: 'Events',
};

/** The parts of the page of a run, each with an address of its own. */
export function RunTabs({
  shown,
  failed,
  hasTables,
}: {
  readonly shown: RunTab;
  readonly failed: number;
  /** Whether the run builds tables. */
  readonly hasTables: boolean;
}) {
  const tabs = RUN_TABS.filter((tab) => tab !== 'tables' || hasTables || tab === shown);
  return (
    <nav aria-label="Parts of the run" className={styles.tabList}>
      {tabs.map((tab) => (
        <route.Link
          key={tab}
          to="."
          search={(old) => ({ ...old, tab })}
          resetScroll={false}
          aria-current={tab === shown ? 'page' : undefined}
        >
          {NAMES[tab]}
          {tab === 'failures' && failed > 0 && ` (${failed.toLocaleString('en')})`}
        </route.Link>
      ))}
    </nav>
  );
}
