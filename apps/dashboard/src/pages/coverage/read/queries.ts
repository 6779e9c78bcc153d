import {
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
} from '@tanstack/react-query';
import type { operations } from '@tapehaul/client';
import { send } from '../../../api/service.ts';
import { type Flaws, flawsOf, type SeriesFindings } from '../grid/flaws.ts';
import { type CellsAnswer, decodeGrid, figuresOf, type Grid } from '../grid/grid.ts';
import { type CoverageSearch, cellsQuery } from '../view/search.ts';

/** Most series that the map shows, and how many are read at a time. */
export const MOST_SERIES = 2_000;
const PAGE = 1_000;

type Answer<Id extends keyof operations> = operations[Id] extends {
  responses: { 200: { content: { 'application/json': infer Data } } };
}
  ? Data
  : never;

/** Days that are expected and not held. */
export type Hole = Answer<'listHoles'>['rows'][number];
/** All that is known of some days of a series. */
export type WhyReport = Answer<'explainDays'>;

/** What the map shows. */
export interface Cells {
  readonly grid: Grid;
  /** Held days whose rows are missing or wrong: as the service answers, and by the cells of the map. */
  readonly found: readonly SeriesFindings[];
  readonly flaws: Flaws;
  /** Whether there are more series than the map shows. */
  readonly isCut: boolean;
  /** Says whether an answer differs from another one. */
  readonly mark: string;
}

/** The days of all series that the filters leave. An answer without news is the one before, so that nothing is drawn again. */
export function gridQuery(search: CoverageSearch, queries: QueryClient) {
  const query = cellsQuery(search);
  const queryKey = ['coverage', 'cells', query] as const;
  return queryOptions({
    queryKey,
    queryFn: async ({ signal }): Promise<Cells> => {
      const pages: (CellsAnswer & { readonly as_of: string | null })[] = [];
      const found: SeriesFindings[] = [];
      let cursor: string | null | undefined;
      while (cursor !== null && pages.length * PAGE < MOST_SERIES) {
        const asked = {
          query: { ...query, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) },
          signal,
        };
        // Both lists have the same pages.
        const [page, findings] = await Promise.all([
          send<CellsPage>('GET', '/v1/coverage/cells', asked),
          send<{ readonly rows: readonly SeriesFindings[] }>('GET', '/v1/coverage/finding-days', asked),
        ]);
        pages.push(page);
        found.push(...findings.rows);
        cursor = page.next;
      }
      const series = pages.flatMap((page) => page.series);
      const mark = JSON.stringify([pages.map((page) => page.as_of), series.length, figuresOf(series), found]);
      const before = queries.getQueryData<Cells>(queryKey);
      if (before?.mark === mark) return before;
      const grid = decodeGrid(pages);
      return { grid, found, flaws: flawsOf(grid, found), isCut: cursor !== null, mark };
    },
    // Cells are compared by their mark, not one by one.
    structuralSharing: false,
    placeholderData: keepPreviousData,
  });
}

interface CellsPage extends CellsAnswer {
  readonly as_of: string | null;
  readonly next: string | null;
}

/** Whose holes are listed. */
export type Whose = 'all' | 'ours' | 'archive' | 'time';

/** The holes of the series that the filters leave, the longest first. */
export function holesQuery(search: CoverageSearch, whose: Whose) {
  const query = { ...cellsQuery(search), fault: whose === 'all' ? 'ours,archive' : whose };
  return infiniteQueryOptions({
    queryKey: ['coverage', 'holes', query],
    queryFn: ({ signal, pageParam }) =>
      send<{ readonly rows: readonly Hole[]; readonly next: string | null }>('GET', '/v1/coverage/holes', {
        query: { ...query, limit: 50, ...(pageParam === null ? {} : { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}

/** What is asked of some days. */
export interface Asked {
  readonly set: string | undefined;
  readonly series: string;
  readonly first: string;
  readonly last: string;
}

/** Why days are as they are. */
export function whyQuery({ set, series, first, last }: Asked) {
  return queryOptions({
    queryKey: ['coverage', 'why', { set, series, first, last }],
    queryFn: ({ signal }) =>
      send<WhyReport>('GET', '/v1/coverage/why', {
        query: { output_directory: set, series, from: first, to: last },
        signal,
      }),
    placeholderData: keepPreviousData,
  });
}
