import { describe, expect, test } from 'vitest';
import {
  type ArchiveSource,
  bucketAddress,
  keyAtSource,
  PUBLIC_ARCHIVE,
  sourceAddress,
} from '../src/index.ts';

const mine = { endpoint: 'http://127.0.0.1:9000', bucket: 'my bucket' };

describe('the address of a source', () => {
  test('has the bucket in its path, in front of the host, or nowhere', () => {
    expect(bucketAddress(mine)).toBe('http://127.0.0.1:9000/my%20bucket');
    expect(bucketAddress({ endpoint: 'https://s3.example.com/', bucket: 'b', style: 'host' })).toBe(
      'https://b.s3.example.com',
    );
    expect(
      bucketAddress({ endpoint: 'https://mirror.example.com/binance/', bucket: 'b', style: 'none' }),
    ).toBe('https://mirror.example.com/binance');
  });

  test('ends with the prefix of a copy, which leads its keys', () => {
    const copy = { ...mine, style: 'none', prefix: 'mirrors/binance' } as const;
    expect(sourceAddress(copy)).toBe('http://127.0.0.1:9000/mirrors/binance');
    expect(keyAtSource(copy, 'data/spot/a.zip')).toBe('mirrors/binance/data/spot/a.zip');
    const open: ArchiveSource = PUBLIC_ARCHIVE;
    expect(keyAtSource(open, 'data/spot/a.zip')).toBe('data/spot/a.zip');
    expect(sourceAddress(PUBLIC_ARCHIVE)).toBe(bucketAddress(PUBLIC_ARCHIVE));
  });
});
