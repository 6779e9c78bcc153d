import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { outputsQuery, runsQuery } from '../api/queries.ts';
import { queryClient } from '../api/query-client.ts';
import { readCoverageSearch } from '../pages/coverage/view/search.ts';
import { readNewRunSearch } from '../pages/new-run/new-run-search.ts';
import { prefetchRun } from '../pages/run/prefetch-run.ts';
import { runSearch } from '../pages/run/run-search.ts';
import { runsSearch } from '../pages/runs/runs-search.ts';
import { signInSearch } from '../pages/sign-in/sign-in-search.ts';
import { taskSearch } from '../pages/task/task-search.ts';
import { Failed } from './failed.tsx';
import { Shell } from './frame/shell.tsx';
import { Lost } from './lost.tsx';

/** The frame around every page. */
const root = createRootRoute({ component: Shell, notFoundComponent: Lost, errorComponent: Failed });

const overview = createRoute({
  getParentRoute: () => root,
  path: '/',
  staleTime: Number.POSITIVE_INFINITY,
  loader: () => {
    void queryClient.prefetchQuery(runsQuery());
    void queryClient.prefetchQuery(outputsQuery);
  },
  component: lazyRouteComponent(() => import('../pages/overview/overview-page.tsx'), 'OverviewPage'),
});

const runs = createRoute({
  getParentRoute: () => root,
  path: '/runs',
  validateSearch: runsSearch,
  component: lazyRouteComponent(() => import('../pages/runs/runs-page.tsx'), 'RunsPage'),
});

const run = createRoute({
  getParentRoute: () => root,
  path: '/runs/$run',
  validateSearch: runSearch,
  staleTime: Number.POSITIVE_INFINITY,
  loader: ({ params: { run }, location }) => prefetchRun(run, runSearch(location.search)),
  component: lazyRouteComponent(() => import('../pages/run/run-page.tsx'), 'RunPage'),
});

const task = createRoute({
  getParentRoute: () => root,
  path: '/runs/$run/tasks/$task',
  validateSearch: taskSearch,
  component: lazyRouteComponent(() => import('../pages/task/task-page.tsx'), 'TaskPage'),
});

const coverage = createRoute({
  getParentRoute: () => root,
  path: '/coverage',
  validateSearch: readCoverageSearch,
  component: lazyRouteComponent(() => import('../pages/coverage/coverage-page.tsx'), 'CoveragePage'),
});

const newRun = createRoute({
  getParentRoute: () => root,
  path: '/new',
  validateSearch: readNewRunSearch,
  component: lazyRouteComponent(() => import('../pages/new-run/new-run-page.tsx'), 'NewRunPage'),
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: signInSearch,
  component: lazyRouteComponent(() => import('../pages/sign-in/sign-in-page.tsx'), 'SignInPage'),
});

/** The pages by their addresses: every filter, tab and zoom is in the address. */
export const router = createRouter({
  routeTree: root.addChildren([overview, runs, run, task, coverage, newRun, signIn]),
  defaultPreload: 'intent',
  // In the place of the page that failed: the frame around it stays.
  defaultErrorComponent: Failed,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
