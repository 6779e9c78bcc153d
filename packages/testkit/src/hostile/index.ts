export { type Behaviour, MEBIBYTE, replaced } from './behaviour.ts';
export { BEHAVIOUR_GROUPS, BEHAVIOURS } from './behaviours.ts';
export { type ListingBehaviour, PREFIX } from './listings/listing-page.ts';
export { LISTING_GROUPS, LISTINGS } from './listings/listings.ts';
export { type Act, type Exchange, type HostileServer, startHostileServer } from './serving/server.ts';
export { bomb, type StatedEntry, zeros, zipOf } from './zips.ts';
