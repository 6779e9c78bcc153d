import { createDownloader } from '@tapehaul/downloader';
import { asTapehaulError } from '@tapehaul/errors';
import { s3Engine, s3Listing } from '@tapehaul/s3';
import { VICTIM } from '@tapehaul/testkit';
import { PREFIX } from '@tapehaul/testkit/hostile';

/** Meets one behaviour as its argument says; prints how it ended, and the most memory that this process had, in bytes. */
const { endpoint, bucket, target, credentials } = JSON.parse(process.argv[2] ?? '');
const source = { endpoint, bucket, region: 'r', credentials, timeoutSeconds: 20 };
const end = target === undefined ? await listed() : await downloaded();
console.log(JSON.stringify({ end, memory: process.resourceUsage().maxRSS * 1_024 }));

async function downloaded(): Promise<string> {
  const retry = { retries: 0, delaySeconds: 0 };
  const downloader = createDownloader({ engines: [s3Engine({ ...source, concurrency: 8 })], target, retry });
  const { status, error } = await downloader.get({ key: VICTIM, likelySize: 1_000 });
  await downloader.close();
  return error === null ? status : `${status} ${error.code}`;
}

async function listed(): Promise<string> {
  const listing = s3Listing({ ...source, concurrency: 1 });
  try {
    return `listed ${(await Array.fromAsync(listing.objects(PREFIX))).length}`;
  } catch (thrown) {
    return `failed ${asTapehaulError(thrown).code}`;
  } finally {
    listing.close();
  }
}
