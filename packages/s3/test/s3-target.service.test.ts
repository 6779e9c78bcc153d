import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  bucket,
  inMemory,
  keysBelow,
  onDisk,
  path,
  sha256Of,
  signal,
  targetBelow,
  textOf,
  writesSeen,
} from './bucket.ts';

test('publishes a pair, shows what stands there, and gives it back', async () => {
  const target = targetBelow('lake/one');
  expect(await target.find(path)).toBeUndefined();
  const zip = await onDisk('small.zip', Buffer.from('candles'));
  const sha256 = sha256Of('candles');
  const standing = await target.publish(
    { zip, sidecar: inMemory('digest') },
    path,
    { sha256, replaces: false },
    signal,
  );
  expect(standing).toEqual({ bytes: 7, mtimeMs: expect.any(Number), sha256 });
  expect(standing?.mtimeMs).toBeGreaterThan(0);
  expect(await target.find(path)).toEqual(standing);
  expect(await target.find(`${path}.CHECKSUM`)).toEqual({ bytes: 6, mtimeMs: 0, sha256: null });
  expect(await textOf(target, path)).toBe('candles');
  expect(await textOf(target, `${path}.CHECKSUM`)).toBe('digest');
  expect(await keysBelow('lake/one')).toEqual([`lake/one/${path}`, `lake/one/${path}.CHECKSUM`]);
  expect(target.locate(path)).toBe(`s3://${bucket}/lake/one/${path}`);
  expect(existsSync(zip.path)).toBe(false);
  await target.durable(path);
  await target.close();
});

test('puts the sidecar of a new zip first, and that of a replaced one last', async () => {
  const writes: string[] = [];
  await using proxy = await writesSeen((write) => void writes.push(write.replace(/\?.*/, '')));
  const target = targetBelow('two', { endpoint: proxy.url });
  const put = (name: string): string => `PUT /${bucket}/two/a.zip${name}`;
  const pair = (zip: string, sidecar: string | null) => ({
    zip: inMemory(zip),
    sidecar: sidecar === null ? null : inMemory(sidecar),
  });
  await target.publish(
    pair('old', 'old digest'),
    'a.zip',
    { sha256: sha256Of('old'), replaces: false },
    signal,
  );
  expect(writes.splice(0)).toEqual([put('.CHECKSUM'), put('')]);
  await target.publish(
    pair('new!', 'new digest'),
    'a.zip',
    { sha256: sha256Of('new!'), replaces: true },
    signal,
  );
  expect(writes.splice(0)).toEqual([put(''), put('.CHECKSUM')]);
  expect(await target.find('a.zip')).toMatchObject({ bytes: 4, sha256: sha256Of('new!') });
  expect(await textOf(target, 'a.zip.CHECKSUM')).toBe('new digest');
  await target.publishSidecar(inMemory('other digest'), 'a.zip', signal);
  expect(await textOf(target, 'a.zip.CHECKSUM')).toBe('other digest');
  await target.publish(pair('bare', null), 'a.zip', { sha256: sha256Of('bare'), replaces: true }, signal);
  expect(await target.find('a.zip.CHECKSUM')).toBeUndefined();
  await target.close();
});
