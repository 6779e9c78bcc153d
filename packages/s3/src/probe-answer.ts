import { type ArchiveSource, bucketAddress, PUBLIC_ARCHIVE } from '@tapehaul/archive';
import { TapehaulError } from '@tapehaul/errors';
import { loginRequired } from './answers/request-error.ts';

/** An answer to a probe. */
export interface ProbeAnswer {
  readonly status: number;
  /** The beginning of its body. */
  readonly text: string;
  readonly date: string | undefined;
  readonly location: string | undefined;
}

/** The text of an element of an answer in XML. */
function elementOf({ text }: ProbeAnswer, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1];
}

/**
 * What an answer says of the server: that it is the source, that it is certainly another, or neither. Without a key it
 * is the answer to a request for a listing.
 */
export function serverIdentity(answer: ProbeAnswer, { bucket, style }: ArchiveSource, key?: string) {
  const { status, text } = answer;
  const code = elementOf(answer, 'Code');
  if (code === 'NoSuchBucket' || (status >= 300 && status < 400)) return 'other';
  if (key === undefined) {
    const isListing =
      status === 200 && text.includes('<ListBucketResult') && elementOf(answer, 'Name') === bucket;
    return isListing ? 'source' : 'unclear';
  }
  if (status === 200 || status === 206 || status === 416) return 'source';
  // A plain HTTP server need not have the requested object, and says so in words of its own.
  if (style === 'none' && (status === 404 || status === 410)) return 'source';
  if (code !== 'NoSuchKey') return 'other';
  const named = elementOf(answer, 'Key');
  return named === undefined || named === key ? 'source' : 'other';
}

/** The error of a server that is not the source, by what it answered. */
export function refusalOf(answer: ProbeAnswer, source: ArchiveSource): TapehaulError {
  const { status, location } = answer;
  const { bucket, endpoint } = source;
  const facts = { status, s3: elementOf(answer, 'Code') ?? null };
  if (facts.s3 === 'NoSuchBucket') {
    return new TapehaulError('bucket_not_found', `the server has no bucket ${bucket}`, {
      facts,
      hint: `Correct source.bucket; the public archive's is ${PUBLIC_ARCHIVE.bucket}.`,
    });
  }
  if (status >= 300 && status < 400) {
    const place = elementOf(answer, 'Endpoint') ?? location;
    const to = place === undefined ? '' : ` to ${place}`;
    return new TapehaulError('request_refused', `the server redirects requests${to}, which is not followed`, {
      facts: { ...facts, location: place ?? null },
      hint: 'Set source.endpoint, and source.region, to where the bucket is.',
    });
  }
  if (status === 407) return loginRequired('the source');
  if (status === 401 || status === 403) {
    return new TapehaulError('access_denied', `every request is refused with status ${status}`, {
      facts,
      hint: 'Check source.bucket and source.endpoint. If they are right, a firewall or a proxy blocks the way, or the bucket cannot be read without credentials.',
    });
  }
  const isWebsite =
    new URL(bucketAddress(source)).hostname === bucket || new URL(endpoint).hostname === bucket;
  return new TapehaulError('bucket_not_found', `the server answers ${status} and does not hold the bucket`, {
    facts,
    hint: isWebsite
      ? `${bucket} is the name of the website. Set source.endpoint to ${PUBLIC_ARCHIVE.endpoint}.`
      : `Correct source.endpoint; the public archive's is ${PUBLIC_ARCHIVE.endpoint}. For a mirror without the bucket in its path, set source.style.`,
  });
}
