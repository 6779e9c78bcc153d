import { getRouteApi } from '@tanstack/react-router';
import type { RunDetails } from '../../../api/shapes.ts';
import { Choice, FindBox } from '../../../ui/control/find-box.tsx';
import { FAILED, wordOfState } from '../../../words/state-words.ts';
import styles from '../run.module.css';
import { FILE_ORDERS } from '../run-search.ts';

const route = getRouteApi('/runs/$run');
const ORDERS = { planned: 'as planned', latest: 'latest first', slowest: 'slowest first' } as const;

/** By what the files of a run are filtered and sorted: all of it stands in the address. */
export function FileFilters({ run }: { readonly run: RunDetails }) {
  const {
    state = '',
    symbol = '',
    data_type = '',
    from = '',
    to = '',
    find = '',
    order = 'planned',
  } = route.useSearch();
  const navigate = route.useNavigate();
  // What is typed letter by letter replaces the address; a choice is a step that the button Back undoes.
  const change = (part: object, replace: boolean): void =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace, resetScroll: false });
  const set = (name: string, replace: boolean) => (value: string) =>
    change({ [name]: value === '' ? undefined : value }, replace);
  const text = (name: string) => set(name, true);
  const failed = FAILED.join(',');
  const states: (readonly [string, string])[] = Object.entries(run.files)
    .filter(([, { tasks }]) => tasks > 0)
    .map(([name, { tasks }]) => [name, `${wordOfState(name).word} (${tasks.toLocaleString('en')})`] as const);
  return (
    <search className={styles.filters}>
      <Choice
        label="state"
        value={state}
        options={[['', 'any'], [failed, 'failed, any kind'], ...states.filter(([name]) => name !== failed)]}
        onChange={set('state', false)}
      />
      <FindBox
        label="symbol"
        value={symbol}
        onChange={(value) => text('symbol')(value.toUpperCase())}
        hint="BTCUSDT"
      />
      <Choice
        label="data type"
        value={data_type}
        options={[['', 'any'], ...(run.request?.data_types ?? []).map((name) => [name, name] as const)]}
        onChange={set('data_type', false)}
      />
      <DayField label="from day" value={from} onChange={text('from')} />
      <DayField label="to day" value={to} onChange={text('to')} />
      <FindBox label="find in keys" value={find} onChange={text('find')} isMain />
      <Choice
        label="order"
        value={order}
        options={FILE_ORDERS.map((name) => [name, ORDERS[name]])}
        onChange={set('order', false)}
      />
    </search>
  );
}

/** A day of UTC. Passed on once it is whole. */
function DayField({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  return (
    <FindBox
      label={label}
      value={value}
      onChange={(text) => (text === '' || /^\d{4}-\d{2}-\d{2}$/.test(text)) && onChange(text)}
      hint="2025-07-01"
    />
  );
}
