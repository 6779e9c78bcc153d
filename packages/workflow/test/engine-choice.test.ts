import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type ArchiveObject, fileName, formatKey, formatSidecar, sidecarKey } from '@tapehaul/archive';
import { folderSource, startSimulator } from '@tapehaul/archive-simulator';
import { storedBytes } from '@tapehaul/testkit/content';
import { expect, test } from 'vitest';
import { planCollection } from '../src/index.ts';
import { config, directory } from './archive.ts';
import { collectReported } from './reported.ts';

/** The largest file that `auto` fetches over plain S3, as docs/engines.md says. */
const MOST = 2 * 2 ** 20;
/** Bytes of a zip beside its content, with an entry of the name of these. */
const FRAME = 30 + 46 + 22 + 2 * 'BTCUSDT-trades-2025-07-01.csv'.length;

async function put(day: string, size: number): Promise<ArchiveObject> {
  const object: ArchiveObject = {
    ...{ market: 'spot', dataType: 'trades', symbol: 'BTCUSDT', interval: null },
    ...{ partition: 'daily', period: `2025-07-${day}` },
  };
  const path = join(directory, 'archive', formatKey(object));
  await mkdir(dirname(path), { recursive: true });
  const sha256 = await storedBytes(size - FRAME)(object, `BTCUSDT-trades-${object.period}.csv`, path);
  const sidecar = formatSidecar({ sha256, name: fileName(object) }, object.market);
  await writeFile(join(directory, 'archive', sidecarKey(formatKey(object))), sidecar);
  return object;
}

test('auto fetches files of up to 2 MiB over plain S3 and larger ones with s5cmd, as the plan says', async () => {
  const sizes = { '01': MOST, '02': MOST + 1, '03': 2_000 };
  for (const [day, size] of Object.entries(sizes)) await put(day, size);
  await using server = await startSimulator({ source: folderSource(join(directory, 'archive')) });
  const more = {
    ...{ data_types: ['trades'], intervals: undefined, planning: 'listing' },
    ...{ engine: 'auto', source: { endpoint: server.url } },
  };
  const planned = await Array.fromAsync(planCollection(config(more)));
  expect(planned.at(-1)).toMatchObject({
    by_engine: [
      { engine: 's3', files: 2, bytes: MOST + 2_000 },
      { engine: 's5cmd', files: 1, bytes: MOST + 1 },
    ],
  });
  const { result, events } = await collectReported(more);
  expect(result).toMatchObject({ status: 'completed', proved_files: 3 });
  const engines = events.flatMap((event) => (event.kind === 'file' ? [[event.bytes, event.engine]] : []));
  expect(Object.fromEntries(engines)).toEqual({ [MOST]: 's3', [MOST + 1]: 's5cmd', 2000: 's3' });
});
