import { useQuery } from '@tanstack/react-query';
import { outputsQuery } from '../../../api/queries.ts';
import { Choice, FindBox } from '../../../ui/control/find-box.tsx';
import type { Grid } from '../grid/grid.ts';
import { SORTS } from '../grid/sort-rows.ts';
import type { CoverageSearch } from '../view/search.ts';
import styles from './panels.module.css';

const SORT_TEXTS: Readonly<Record<string, string>> = {
  first: 'first day',
  name: 'name',
  holes: 'most holes',
  held: 'least held',
};

/** What is changed of the address; undefined removes a filter. */
export type SearchChange = { readonly [Key in keyof CoverageSearch]?: CoverageSearch[Key] | undefined };

/** The filters of the page, all of which stand in its address. */
export function Filters({
  search,
  set,
  grid,
  onChange,
}: {
  readonly search: CoverageSearch;
  /** The set that is shown. */
  readonly set: string;
  /** What the filters leave now: names to choose from. */
  readonly grid: Grid | undefined;
  readonly onChange: (change: SearchChange) => void;
}) {
  const outputs = useQuery(outputsQuery);
  const sets = [...new Set([set, ...(outputs.data ?? []).map(({ name }) => name)])];
  const rows = grid?.rows ?? [];
  const options = (chosen: string | undefined, names: readonly string[]) => [
    ['', 'all'] as const,
    ...[...new Set([...(chosen === undefined ? [] : [chosen]), ...names])]
      .sort()
      .map((name) => [name, name] as const),
  ];
  return (
    <search className={styles.filters} aria-label="Filters">
      <Choice
        label="set"
        value={set}
        options={sets.map((name) => [name, name])}
        onChange={(value) => onChange({ set: value })}
      />
      <Choice
        label="market"
        value={search.market ?? ''}
        options={options(
          search.market,
          rows.map(({ market }) => market),
        )}
        onChange={(value) => onChange({ market: value || undefined })}
      />
      <Choice
        label="type"
        value={search.type ?? ''}
        options={options(
          search.type,
          rows.map(({ dataType }) => dataType),
        )}
        onChange={(value) => onChange({ type: value || undefined })}
      />
      <Choice
        label="interval"
        value={search.interval ?? ''}
        options={options(
          search.interval,
          rows.flatMap(({ interval }) => interval ?? []),
        )}
        onChange={(value) => onChange({ interval: value || undefined })}
      />
      <FindBox
        label="symbols"
        isMain
        value={search.symbols ?? ''}
        hint="BTCUSDT, *USDT"
        onChange={(value) => onChange({ symbols: value.trim() || undefined })}
      />
      <Day label="from" value={search.from} onChange={(from) => onChange({ from })} />
      <Day label="to" value={search.to} onChange={(to) => onChange({ to })} />
      <Choice
        label="sort by"
        value={search.sort ?? 'first'}
        options={SORTS.map((sort) => [sort, SORT_TEXTS[sort] ?? sort])}
        onChange={(value) => onChange({ sort: SORTS.find((sort) => sort === value && sort !== 'first') })}
      />
    </search>
  );
}

function Day({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: string | undefined;
  readonly onChange: (day: string | undefined) => void;
}) {
  return (
    <label className={styles.day}>
      <span>{label} (UTC)</span>
      <input type="date" value={value ?? ''} onChange={({ target }) => onChange(target.value || undefined)} />
    </label>
  );
}
