import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { dayNumber, dayText, isDay } from '@tapehaul/archive';
import { useMemo } from 'react';
import { usePollTime } from '../../api/live/use-live.ts';
import { outputsQuery } from '../../api/queries.ts';
import { useTitle } from '../../ui/browser/use-title.ts';
import { Button } from '../../ui/control/button.tsx';
import { Empty, Panel, Skeleton } from '../../ui/note/notes.tsx';
import { ProblemNote } from '../../ui/note/problem-note.tsx';
import { numberText } from '../../words/amounts.ts';
import { NO_FLAWS } from './grid/flaws.ts';
import { sortRows } from './grid/sort-rows.ts';
import { HeatMap } from './map/heat-map.tsx';
import { Figures } from './panels/figures.tsx';
import { Filters, type SearchChange } from './panels/filters.tsx';
import { FlawsTable } from './panels/flaws-table.tsx';
import { HolesTable } from './panels/holes-table.tsx';
import { WhyPanel } from './panels/why-panel.tsx';
import { gridQuery, MOST_SERIES } from './read/queries.ts';
import { RulesPanel } from './rules/rules-panel.tsx';
import { type CoverageSearch, FILTERS } from './view/search.ts';

const route = getRouteApi('/coverage');

/** What is held of each series, day by day: how complete it is, the picture, why days are missing, and all holes in words. */
export function CoveragePage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const outputs = useQuery(outputsQuery);
  // Without a name in the address, the set of the newest run.
  const set = search.set ?? newestSet(outputs.data);
  useTitle(set === undefined ? 'Coverage' : `Coverage of ${set}`);
  const change = (more: SearchChange, replace = false): void => {
    void navigate({ search: (old) => withoutUndefined({ ...old, ...more }), replace, resetScroll: false });
  };
  return (
    <>
      <h1>Coverage{set === undefined ? '' : ` of ${set}`}</h1>
      {outputs.isError && set === undefined && (
        <ProblemNote error={outputs.error} onRetry={() => void outputs.refetch()} />
      )}
      {outputs.isPending && set === undefined && <Skeleton lines={8} />}
      {outputs.isSuccess && set === undefined && (
        <Empty>
          Nothing is collected yet. <Link to="/new">Start a collection</Link>
        </Empty>
      )}
      {set !== undefined && <Shown search={{ ...search, set }} onChange={change} />}
    </>
  );
}

function Shown({
  search,
  onChange,
}: {
  readonly search: CoverageSearch & { readonly set: string };
  readonly onChange: (change: SearchChange, replace?: boolean) => void;
}) {
  const refetchInterval = usePollTime();
  const cells = useQuery({ ...gridQuery(search, useQueryClient()), refetchInterval });
  const grid = cells.data?.grid;
  const sort = search.sort ?? 'first';
  const rows = useMemo(() => sortRows(grid?.rows ?? [], sort), [grid, sort]);
  const { series, first, last = first } = search;
  const isExplaining = series !== undefined && first !== undefined && last !== undefined;
  return (
    <>
      <Panel title="Completeness">
        {grid !== undefined && rows.length > 0 && <Figures grid={grid} />}
        <Filters search={search} set={search.set} grid={grid} onChange={onChange} />
        {cells.isError && <ProblemNote error={cells.error} onRetry={() => void cells.refetch()} />}
        {grid === undefined && !cells.isError && <Skeleton lines={12} />}
        {grid !== undefined && rows.length === 0 && <NoSeries search={search} onChange={onChange} />}
        {grid !== undefined && rows.length > 0 && (
          <>
            {cells.data?.isCut === true && (
              <p>The first {numberText(MOST_SERIES)} series are shown: choose a market, a type or symbols.</p>
            )}
            <HeatMap
              key={`${search.set} ${grid.first}`}
              grid={grid}
              flaws={cells.data?.flaws ?? NO_FLAWS}
              rows={rows}
              position={{
                level: search.zoom,
                dayWidth: search.wide,
                day: search.at === undefined ? 0 : Math.max(0, dayNumber(search.at) - grid.first),
              }}
              selected={isExplaining && isDay(first) ? { series, day: dayNumber(first) } : undefined}
              onSelect={(row, from, to) =>
                onChange({
                  series: row.series,
                  first: dayText(grid.first + from),
                  last: from === to ? undefined : dayText(grid.first + to),
                })
              }
              onPosition={({ level, dayWidth, day }) =>
                onChange(
                  {
                    zoom: level,
                    wide: dayWidth === undefined ? undefined : Math.round(dayWidth * 100) / 100,
                    at: day === 0 ? undefined : dayText(grid.first + day),
                  },
                  true,
                )
              }
            />
          </>
        )}
      </Panel>
      {isExplaining && (
        <WhyPanel
          asked={{ set: search.set, series, first, last }}
          onDays={(from, to) => onChange({ first: from, last: from === to ? undefined : to })}
          onClose={() => onChange({ series: undefined, first: undefined, last: undefined })}
        />
      )}
      <RulesPanel
        search={search}
        onRule={(rule) => onChange({ rule })}
        onExplain={(its, day) => onChange({ series: its, first: day, last: undefined })}
      />
      <FlawsTable
        found={cells.data?.found ?? []}
        onExplain={(series, { first, last, days }) =>
          onChange({ series, first, last: days === 1 ? undefined : last })
        }
      />
      <HolesTable
        search={search}
        isShown={grid !== undefined || cells.isError}
        onExplain={(hole) =>
          onChange({ series: hole.series, first: hole.first, last: hole.days === 1 ? undefined : hole.last })
        }
      />
    </>
  );
}

/** Which filter empties the map, with a button that removes each. */
function NoSeries({
  search,
  onChange,
}: {
  readonly search: CoverageSearch;
  readonly onChange: (change: SearchChange) => void;
}) {
  const used = FILTERS.filter((name) => search[name] !== undefined);
  return (
    <Empty>
      {used.length === 0 ? 'Nothing was requested for this set yet.' : 'No series is left by these filters:'}{' '}
      {used.map((name) => (
        <Button key={name} onClick={() => onChange({ [name]: undefined })}>
          clear {name} {search[name]}
        </Button>
      ))}
    </Empty>
  );
}

function newestSet(
  outputs: readonly {
    readonly name: string;
    readonly newest_run: { readonly started_at: string } | null;
  }[] = [],
): string | undefined {
  const startedAt = (output: (typeof outputs)[number]): string => output.newest_run?.started_at ?? '';
  return outputs.toSorted((a, b) => (startedAt(a) < startedAt(b) ? 1 : -1))[0]?.name;
}

function withoutUndefined(search: SearchChange): CoverageSearch {
  const kept = Object.entries(search).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept);
}
