export { type S3Listing, s3Listing } from './listing/listing.ts';
export type { ListedObject, ListingProblem, ProblemListener } from './listing/listing-entries.ts';
export type { S3ListingOptions } from './listing/listing-options.ts';
export { type ObjectHeads, type ObjectHeadsOptions, type ObjectToken, objectHeads } from './object-heads.ts';
export { type ProbedSource, type ProbeOptions, probeSource } from './probe.ts';
export { type S3Options, s3Engine } from './s3-engine.ts';
export { s3Provider } from './s3-provider.ts';
export { s3Target } from './target/s3-target.ts';
export type { S3TargetOptions } from './target/target-options.ts';
