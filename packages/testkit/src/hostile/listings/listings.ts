import { LISTING_DOCUMENTS } from './listing-documents.ts';
import { LISTED_ENTRIES } from './listing-entries.ts';
import { LISTING_FAULTS } from './listing-faults.ts';
import type { ListingBehaviour } from './listing-page.ts';
import { LISTING_PAGES } from './listing-pages.ts';

/** What hostile and broken sources do with listings. */
export const LISTINGS: readonly ListingBehaviour[] = [
  ...LISTING_PAGES,
  ...LISTED_ENTRIES,
  ...LISTING_DOCUMENTS,
  ...LISTING_FAULTS,
];
