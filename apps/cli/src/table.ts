import { visible } from '@tapehaul/errors';
import CliTable from 'cli-table3';

/** A table without lines, for a terminal: columns aligned, numbers to the right. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const numeric = head.map((_, column) => rows.every((row) => typeof row[column] === 'number'));
  const view = new CliTable({
    head: [...head],
    chars: NO_LINES,
    colAligns: numeric.map((right) => (right ? 'right' : 'left')),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
  });
  view.push(
    ...rows.map((row) =>
      row.map((cell) => (typeof cell === 'number' ? cell.toLocaleString('en') : visible(cell))),
    ),
  );
  return view.toString().replaceAll(/ +$/gm, '');
}

const NO_LINES = Object.fromEntries(
  ['top', 'bottom', 'left', 'right', 'mid', 'middle']
    .flatMap((side) => [side, `${side}-mid`, `${side}-left`, `${side}-right`, `${side}-mid-mid`])
    .concat(['left-mid', 'mid-mid', 'right-mid'])
    .map((side) => [side, '']),
);
