export { type S3Options, s3Engine } from './engine.ts';
export { type ListedObject, type S3Listing, type S3ListingOptions, s3Listing } from './listing.ts';
export { type ProbedSource, type ProbeOptions, probeSource } from './probe.ts';
export { s3Target } from './target.ts';
export type { S3TargetOptions } from './target-options.ts';
