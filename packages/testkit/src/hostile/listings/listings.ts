import { LISTING_DOCUMENTS } from './listing-documents.ts';
import { LISTED_ENTRIES } from './listing-entries.ts';
import { LISTING_FAULTS } from './listing-faults.ts';
import type { ListingBehaviour } from './listing-page.ts';
import { LISTING_PAGES } from './listing-pages.ts';

/** What hostile and broken sources do with listings, by what is wrong. */
export const LISTING_GROUPS = {
  pages: LISTING_PAGES,
  entries: LISTED_ENTRIES,
  documents: LISTING_DOCUMENTS,
  faults: LISTING_FAULTS,
} as const satisfies Readonly<Record<string, readonly ListingBehaviour[]>>;

/** All of them. */
export const LISTINGS: readonly ListingBehaviour[] = Object.values(LISTING_GROUPS).flat();
