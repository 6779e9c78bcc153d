import type { Pages } from './records/queries.ts';
import type { Catalog } from './stores/catalog.ts';

/** Members of a catalog that give something of a kind. */
export type MembersThatGive<What> = {
  [Name in keyof Catalog]: ReturnType<Catalog[Name]> extends What ? Name : never;
}[keyof Catalog];

/** The calls that hand something in: they return nothing, and wait for nothing. All others are promises, or pages. */
export type HandIn = MembersThatGive<void>;

/** The lists that are read to their end, page by page. */
export type PagedRead = MembersThatGive<Pages<unknown>>;
