import { getRouteApi } from '@tanstack/react-router';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Task } from '../../../api/shapes.ts';
import { StateMark } from '../../../ui/mark/state-mark.tsx';
import table from '../../../ui/table/table.module.css';
import { KeyText } from '../../../ui/text/key-text.tsx';
import { bytesText, numberText } from '../../../words/amounts.ts';
import { fileName, withoutKey } from '../../../words/keys.ts';
import { durationText } from '../../../words/times.ts';

const route = getRouteApi('/runs/$run');
/** Height of a row before it is drawn, in pixels. */
const ROW = 30;
const COLUMNS = 6;

/** Rows of files: only those near the view are in the page. `onEnd` is called when the last one comes near. */
export function FileTable({
  rows,
  chosen,
  onEnd,
}: {
  readonly rows: readonly Task[];
  readonly chosen: string | undefined;
  readonly onEnd: () => void;
}) {
  const place = useRef<HTMLTableElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const { current } = place;
    if (current !== null) setTop(current.getBoundingClientRect().top + window.scrollY);
  }, []);
  const list = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ROW,
    overscan: 12,
    scrollMargin: top,
    getItemKey: (index) => rows[index]?.id ?? index,
  });
  const shown = list.getVirtualItems();
  const lastShown = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (lastShown >= rows.length - 20) onEnd();
  }, [lastShown, rows.length, onEnd]);
  const before = Math.max(0, (shown[0]?.start ?? top) - top);
  const after = Math.max(0, list.getTotalSize() - ((shown.at(-1)?.end ?? top) - top));
  return (
    <table ref={place} className={table.table} aria-rowcount={-1}>
      <thead>
        <tr>
          <th scope="col">state</th>
          <th scope="col">file</th>
          <th scope="col" className={table.number}>
            size
          </th>
          <th scope="col" className={table.number}>
            tries
          </th>
          <th scope="col" className={table.number}>
            took
          </th>
          <th scope="col">why</th>
        </tr>
      </thead>
      <tbody>
        <Space height={before} />
        {shown.map(({ index, key }) => {
          const task = rows[index];
          return (
            task !== undefined && (
              <FileRow
                key={String(key)}
                index={index}
                task={task}
                isChosen={task.id === chosen}
                measure={list.measureElement}
              />
            )
          );
        })}
        <Space height={after} />
      </tbody>
    </table>
  );
}

/** The room of rows that are not drawn. */
function Space({ height }: { readonly height: number }) {
  if (height === 0) return null;
  return (
    <tr>
      <td colSpan={COLUMNS} style={{ height, padding: 0, border: 0 }} />
    </tr>
  );
}

function FileRow({
  index,
  task: { id, state, bytes, attempts, duration_ms, error_code, error_message },
  isChosen,
  measure,
}: {
  readonly index: number;
  readonly task: Task;
  readonly isChosen: boolean;
  readonly measure: (row: Element | null) => void;
}) {
  return (
    <tr
      ref={measure}
      data-index={index}
      className={isChosen ? table.chosen : undefined}
      aria-rowindex={index + 2}
    >
      <td data-label="state">
        <StateMark state={state} />
      </td>
      <td className={table.name}>
        <route.Link
          to="."
          search={(old) => ({ ...old, task: id })}
          resetScroll={false}
          data-row=""
          title={id}
          aria-current={isChosen ? 'true' : undefined}
        >
          <KeyText text={fileName(id)} />
        </route.Link>
      </td>
      <td data-label="size" className={table.number}>
        {bytes === null ? '' : bytesText(bytes)}
      </td>
      <td data-label="tries" className={table.number}>
        {numberText(attempts)}
      </td>
      <td data-label="took" className={table.number}>
        {duration_ms === null ? '' : durationText(duration_ms)}
      </td>
      <td>
        {error_code !== null && (
          <span className={table.brief} title={withoutKey(error_message ?? '', id)}>
            <code>{error_code}</code> {withoutKey(error_message ?? '', id)}
          </span>
        )}
      </td>
    </tr>
  );
}
