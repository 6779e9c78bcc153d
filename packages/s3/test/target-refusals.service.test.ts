import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { proveTarget } from '@tapehaul/downloader';
import { TapehaulError } from '@tapehaul/errors';
import { expect, test, vi } from 'vitest';
import {
  directory,
  inMemory,
  keysBelow,
  MIB,
  onDisk,
  openUploads,
  path,
  sha256Of,
  signal,
  targetBelow,
  textOf,
  writesSeen,
} from './bucket.ts';

test('puts a file of 40 MiB in parts', async () => {
  const writes: string[] = [];
  await using proxy = await writesSeen((write) => void writes.push(write));
  const target = targetBelow('three', { endpoint: proxy.url });
  const bytes = randomBytes(40 * MIB);
  const zip = await onDisk('large.zip', bytes);
  const standing = await target.publish(
    { zip, sidecar: inMemory('d') },
    path,
    { sha256: sha256Of(bytes), replaces: false },
    signal,
  );
  expect(await target.find(path)).toEqual(standing);
  expect(writes.filter((write) => write.includes('partNumber='))).toHaveLength(5);
  const back = Buffer.concat(await Array.fromAsync(target.read(path, signal)));
  expect(sha256Of(back)).toBe(sha256Of(bytes));
  expect(await openUploads()).toBe(0);
  expect(existsSync(zip.path)).toBe(false);
  await target.close();
});

test.each([1, 20 * MIB])('refuses a file of %i bytes that is no longer what was proved', async (size) => {
  const target = targetBelow(`four-${size}`);
  const zip = await onDisk(`rotten-${size}.zip`, randomBytes(size));
  const publishing = target.publish(
    { zip, sidecar: null },
    path,
    { sha256: sha256Of('proved'), replaces: false },
    signal,
  );
  await expect(publishing).rejects.toMatchObject({ code: 'checksum_mismatch', retry: 'later' });
  expect(await keysBelow(`four-${size}`)).toEqual([]);
  expect(await openUploads()).toBe(0);
  await target.close();
});

test('leaves nothing of a large upload that is stopped in its middle', async () => {
  const stop = new AbortController();
  const reason = new TapehaulError('cancelled', 'that is enough');
  await using proxy = await writesSeen((write, incoming) => {
    // Stops once bytes of a part arrive, while the parts after the fourth have not been sent.
    if (write.includes('partNumber=2')) incoming.once('data', () => stop.abort(reason));
  });
  const target = targetBelow('five', { endpoint: proxy.url });
  const bytes = randomBytes(64 * MIB);
  const zip = await onDisk('stopped.zip', bytes);
  const publishing = target.publish(
    { zip, sidecar: inMemory('d') },
    path,
    { sha256: sha256Of(bytes), replaces: false },
    stop.signal,
  );
  await expect(publishing).rejects.toBe(reason);
  expect(await openUploads()).toBe(0);
  expect(await target.find(path)).toBeUndefined();
  expect(existsSync(zip.path)).toBe(false);
  const after = target.publish(
    { zip: inMemory('x'), sidecar: null },
    path,
    { sha256: sha256Of('x'), replaces: false },
    stop.signal,
  );
  await expect(after).rejects.toBe(reason);
  await target.close();
});

test('says that the bucket is missing, before anything is put and when it is', async () => {
  const target = targetBelow('', { bucket: 'nowhere' });
  const missing = { code: 'bucket_not_found', hint: expect.stringContaining('storage.bucket') };
  await expect(target.find(path)).rejects.toMatchObject(missing);
  const publishing = target.publishSidecar(inMemory('d'), path, signal);
  await expect(publishing).rejects.toMatchObject(missing);
  expect(target.locate('a.zip')).toBe('s3://nowhere/a.zip');
  await target.close();
});

test.each(['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'])('refuses a wrong %s', async (name) => {
  vi.stubEnv(name, 'wrong');
  const target = targetBelow('six');
  const denied = {
    code: 'access_denied',
    retry: 'never',
    hint: expect.stringMatching(/AWS_PROFILE.*s3:PutObject/),
  };
  await expect(target.find(path)).rejects.toMatchObject(denied);
  const publishing = target.publish(
    { zip: inMemory('x'), sidecar: null },
    path,
    { sha256: sha256Of('x'), replaces: false },
    signal,
  );
  await expect(publishing).rejects.toMatchObject(denied);
  await target.close();
});

test('says what stands in the way, where a folder or an object does', async () => {
  const target = targetBelow('nine');
  const put = (to: string) => target.publishSidecar(inMemory('d'), to, signal);
  await put('a.zip/b.zip');
  const blocked = { code: 'target_blocked', hint: expect.stringContaining('storage.prefix') };
  await expect(put('a.zip/b.zip.CHECKSUM/c.zip')).rejects.toMatchObject(blocked);
  await put('d.zip.CHECKSUM/e.zip');
  await expect(put('d.zip')).rejects.toMatchObject(blocked);
  await target.close();
});

test('says that what is read is not there', async () => {
  const target = targetBelow('seven');
  await expect(textOf(target, path)).rejects.toMatchObject({ code: 'not_found' });
  await target.close();
});

test('a real server keeps every promise of a target, and nothing is left in its bucket', async () => {
  const target = targetBelow('eight');
  const broken = [];
  const others = await openUploads();
  for await (const proved of proveTarget(target, { staging: directory, signal }))
    if (proved.wrong !== undefined) broken.push(proved);
  expect(broken).toEqual([]);
  expect(await keysBelow('eight')).toEqual([]);
  expect(await openUploads()).toBe(others);
  await target.close();
});
