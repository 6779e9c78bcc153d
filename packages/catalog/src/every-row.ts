import type { Page, PageRequest } from './queries.ts';

/** All rows of a list, read page by page as they are requested; `read` gives the page that is requested. */
export function* everyRow<Row>(read: (page: PageRequest) => Page<Row>): Generator<Row, void, undefined> {
  let page = read({ limit: LONGEST });
  for (;;) {
    yield* page.rows;
    if (page.next === null) return;
    page = read({ limit: LONGEST, cursor: page.next });
  }
}

/** Most rows that a page can have. */
const LONGEST = 1_000;
