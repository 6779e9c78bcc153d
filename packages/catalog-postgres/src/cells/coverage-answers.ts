import type { SeriesParts } from '@tapehaul/archive';
import type { CellsQuery, Hole, HolesQuery, Page, SeriesCells } from '@tapehaul/catalog';
import { cursorOf, LongestHoles, MOST_CELLS, pageLimit, positionOf } from '@tapehaul/catalog/rules';
import { codeOf, faultOf, holesOf, stateOf } from '@tapehaul/coverage';
import type { Session } from '../connection/session.ts';
import { cellSlice, cellsOfSeries } from './cell-reader.ts';
import { explainedHoles } from './hole-facts.ts';

/** Series whose holes are searched before others get their turn. */
const SERIES_AT_ONCE = 250;

/** Runs a reading in a transaction of its own. */
export type Read = <Result>(work: (session: Session) => Promise<Result>) => Promise<Result>;

/** A page of series with their days. */
export async function cellsPage(read: Read, record: number, query: CellsQuery): Promise<Page<SeriesCells>> {
  const limit = pageLimit(query, MOST_CELLS);
  const rows: SeriesCells[] = [];
  let after = query.cursor === undefined ? '' : String(positionOf('cells', [''], query.cursor)[0]);
  for (;;) {
    const from = after;
    const { found, next } = await read((session) =>
      cellSlice(session, record, query, from, limit - rows.length),
    );
    rows.push(...found);
    if (next === null) return { rows, next: null };
    if (rows.length >= limit) return { rows, next: cursorOf('cells', [next]) };
    after = next;
  }
}

/** What is known of one day of a series and why. */
export async function explainedDay(
  session: Session,
  record: number,
  series: SeriesParts,
  day: string,
): Promise<Hole> {
  const [code = 0] = (await cellsOfSeries(session, record, series, { from: day, to: day }))?.codes ?? [];
  const hole = { series, first: day, last: day, days: 1, state: stateOf(code) };
  const [explained] = await explainedHoles(session, record, [hole]);
  if (explained === undefined) throw new RangeError('a hole is explained as one hole');
  return explained;
}

/** A page of holes, the longest first. */
export async function holesPage(read: Read, record: number, query: HolesQuery): Promise<Page<Hole>> {
  const { faults = ['ours', 'archive'] } = query;
  const longest = new LongestHoles(query);
  for (let after: string | null = ''; after !== null; ) {
    const from: string = after;
    const { found, next } = await read((session) => cellSlice(session, record, query, from, SERIES_AT_ONCE));
    for (const { series, first, codes } of found) {
      for (const hole of holesOf({ first, codes })) {
        if (faults.includes(faultOf(codeOf(hole.state)))) longest.add({ series, ...hole });
      }
    }
    after = next;
  }
  const { rows, next } = longest.page();
  return { rows: await read((session) => explainedHoles(session, record, rows)), next };
}
