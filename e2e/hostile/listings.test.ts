import { asTapehaulError } from '@tapehaul/errors';
import { s3Listing } from '@tapehaul/s3';
import { someOf } from '@tapehaul/testkit';
import {
  type HostileServer,
  LISTINGS,
  type ListingBehaviour,
  PREFIX,
  startHostileServer,
} from '@tapehaul/testkit/hostile';
import pLimit from 'p-limit';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** Limits of a listing that ends by a time-out, and of all others, which must end without on the busiest machine. */
const SHORT = { timeoutSeconds: 3, lowSpeed: { bytesPerSecond: 200, seconds: 1.5 } };
const LONG = { timeoutSeconds: 60, lowSpeed: { bytesPerSecond: 200, seconds: 60 } };
/** Bytes of a page that are read, and what buffers on the way hold; for each of the SDK's attempts. */
const MOST_SENT = 60 * 2 ** 20;

let server: HostileServer;
const SOME = someOf(LISTINGS, 3, ({ ends }) => ends);
const ends = new Map<ListingBehaviour, Promise<{ readonly end: string; readonly said: string }>>();

beforeAll(async () => {
  server = await startHostileServer('http://127.0.0.1:9', (_, path) => SOME[Number(path.split('/')[1])]?.act);
  const limit = pLimit(12);
  for (const [index, behaviour] of SOME.entries()) {
    ends.set(
      behaviour,
      limit(() => endOf(behaviour, String(index))),
    );
  }
});
afterAll(() => server[Symbol.asyncDispose]());

async function endOf({ folders = false, ends: expected }: ListingBehaviour, bucket: string) {
  const problems: string[] = [];
  const onProblem = ({ key, message }: { key: string; message: string }) =>
    problems.push(`${key}: ${message}`);
  const limits = { region: 'r', concurrency: 1, ...(/stalled|too_slow/.test(expected) ? SHORT : LONG) };
  const listing = s3Listing({ ...limits, endpoint: server.url, bucket, onProblem });
  try {
    const listed = folders ? await listing.folders(PREFIX) : await Array.fromAsync(listing.objects(PREFIX));
    const wrong = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    const end = `listed ${listed.length}${problems.length === 0 ? '' : ` and ${wrong}`}`;
    return { end, said: problems.join('') };
  } catch (thrown) {
    const { code, message } = asTapehaulError(thrown);
    return { end: `failed ${code}`, said: message };
  } finally {
    listing.close();
  }
}

test.each(SOME.map((behaviour) => [behaviour.name, behaviour] as const))('%s', async (_, behaviour) => {
  const { end, said } = (await ends.get(behaviour)) ?? {};
  expect(end, said).toBe(behaviour.ends);
  expect(said).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(said).not.toMatch(/Deserializ|\$response|UnknownError|at .*\.js/);
  expect(server.sent(String(LISTINGS.indexOf(behaviour)))).toBeLessThan(MOST_SENT);
});
