import { PUBLIC_ARCHIVE } from '@tapehaul/archive';
import type { KeyRule } from './key-rule.ts';

const PUBLIC_HOSTS = new Set([
  'data.binance.vision',
  `${PUBLIC_ARCHIVE.bucket}.s3.${PUBLIC_ARCHIVE.region}.amazonaws.com`,
]);

/**
 * An address that the archive is read from. `s3://bucket/prefix/data/` names a bucket; addresses of the public archive
 * need no setting; any other web address could be that of an S3 server or of a plain mirror, so it is refused with what
 * to write for each.
 */
export const sourcePlace: KeyRule = (value) => {
  if (typeof value !== 'string') return undefined;
  const [, bucket, rest = ''] = /^s3a?:\/\/([^/]+)\/?(.*)$/i.exec(value.trim()) ?? [];
  if (bucket !== undefined) {
    const prefix = beforeData(rest);
    const values = [
      ['source.bucket', bucket] as const,
      ...(prefix === '' ? [] : [['source.prefix', prefix] as const]),
    ];
    return { kind: 'use', values };
  }
  if (!/^https?:\/\//i.test(value) || !URL.canParse(value)) return { kind: 'refuse', write: HOW };
  const { origin, host, pathname } = new URL(value);
  const path = pathname.slice(1);
  const isPublic =
    PUBLIC_HOSTS.has(host) || (origin === PUBLIC_ARCHIVE.endpoint && path.startsWith(PUBLIC_ARCHIVE.bucket));
  if (isPublic) return { kind: 'ignore', why: 'this is the public archive, which is the default source' };
  const prefix = beforeData(path);
  const plain = { endpoint: origin, ...(prefix === '' ? {} : { prefix }), style: 'none' };
  const [first = 'name-of-the-bucket', ...others] = prefix.split('/').filter((name) => name !== '');
  const s3 = {
    endpoint: origin,
    bucket: first,
    ...(others.length === 0 ? {} : { prefix: others.join('/') }),
  };
  return {
    kind: 'refuse',
    write: `write "source": ${JSON.stringify(plain)} for a plain HTTP mirror, or "source": ${JSON.stringify(s3)} for an S3 server`,
  };
};

const HOW = 'write "source": {"endpoint", "bucket", "prefix", "style"}';

/** What leads `data/`, with which every key of the archive begins. */
function beforeData(path: string): string {
  return path
    .replace(/\/+$/, '')
    .replace(/(^|\/)data$/, '')
    .replace(/(^|\/)data\/.*$/, '');
}
