import type { EngineProvider } from '@tapehaul/downloader';
import type { Network } from '@tapehaul/network';
import { s3Engine } from './s3-engine.ts';

/** Plain S3 as an engine of collections. */
export const s3Provider: EngineProvider<object, object, Network> = {
  name: 's3',
  title: 'plain S3',
  options: {},
  whyNot: [],
  found: [],
  preferredFor: 'small files',
  ownWays: 'none',
  signs: true,
  startsPrograms: false,
  worksInBatches: false,
  statistics: {},
  requestsPerObject: 1,
  takes: () => true,
  prefers: () => true,
  create({ source, credentials, concurrency, timeoutSeconds, lowSpeed, maxBytesPerSecond, pace, network }) {
    const rates = {
      ...(maxBytesPerSecond === undefined ? {} : { maxBytesPerSecond }),
      ...(pace === undefined ? {} : { pace }),
    };
    return s3Engine({ ...source, credentials, ...rates, concurrency, timeoutSeconds, lowSpeed, network });
  },
};
