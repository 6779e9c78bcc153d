import type { Page, PageRequest, Pages } from './records/queries.ts';

/** All pages of a list that is read by cursor, as they are requested; `read` gives the page that is requested. */
export async function* everyPage<Row>(
  read: (page: PageRequest) => Promise<Page<Row>>,
): AsyncGenerator<readonly Row[], void, undefined> {
  let page = await read({ limit: LONGEST });
  for (;;) {
    yield page.rows;
    if (page.next === null) return;
    page = await read({ limit: LONGEST, cursor: page.next });
  }
}

/** The rows of a list, one by one. A loop over many rows is faster page by page: each row here costs a promise. */
export async function* everyRow<Row>(pages: Pages<Row>): AsyncGenerator<Row, void, undefined> {
  for await (const rows of pages) yield* rows;
}

/** The first rows of a list, at most that many. */
export async function firstRows<Row>(pages: Pages<Row>, most: number): Promise<Row[]> {
  const first: Row[] = [];
  for await (const rows of pages) {
    first.push(...rows.slice(0, most - first.length));
    if (first.length >= most) break;
  }
  return first;
}

/** Most rows that a page can have. */
const LONGEST = 1_000;
