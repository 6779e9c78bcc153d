export type { S3Source } from './client.ts';
export { type S3Options, s3Engine } from './engine.ts';
