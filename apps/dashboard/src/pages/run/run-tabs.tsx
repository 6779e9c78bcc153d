import { getRouteApi } from '@tanstack/react-router';
import styles from './run.module.css';
import { RUN_TABS, type RunTab } from './run-search.ts';

const route = getRouteApi('/runs/$run');

const NAMES: Readonly<Record<RunTab, string>> = {
  failures: 'Failures',
  files: 'Files',
  timeline: 'Timeline',
  logs: 'Log',
  plan: 'Plan',
  config: 'Configuration',
  events: 'Events',
};

/** The parts of the page of a run, each with an address of its own. */
export function RunTabs({ shown, failed }: { readonly shown: RunTab; readonly failed: number }) {
  return (
    <nav aria-label="Parts of the run" className={styles.tabList}>
      {RUN_TABS.map((tab) => (
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
