export type { S3Source } from './client.ts';
export { type S3Options, s3Engine } from './engine.ts';
export { type ListedObject, type S3Listing, type S3ListingOptions, s3Listing } from './listing.ts';
