import { join } from 'node:path';
import { openCatalog, recordPath } from '@tapehaul/catalog-sqlite';
import { FLOW_NAME } from '@tapehaul/workflow';
import { describe, expect, test } from 'vitest';
import { call, config, data, serve, serveArchive, simulator, url } from './service.ts';

describe('the schema of a configuration', () => {
  test('is that of a request, in OpenAPI, too, and stays while nothing changes', async () => {
    await serve();
    const { body } = await call('GET', '/v1/config/schema');
    expect(body.properties.output_directory).toMatchObject({ default: 'collection' });
    expect(body.required).toEqual(['markets', 'symbols', 'data_types', 'date_range']);
    for (const key of ['matrix_path', 'source', 'storage']) expect(body.properties).not.toHaveProperty(key);
    const { $schema: _, ...schema } = body;
    const document = (await call('GET', '/openapi.json')).body;
    expect(document.components.schemas.CollectionConfig).toEqual(schema);
    const sent = document.paths['/v1/plans'].post.requestBody.content['application/json'].schema;
    expect(sent.properties.config).toMatchObject({ $ref: '#/components/schemas/CollectionConfig' });
  });

  test.each(['/v1/config/schema', '/v1/matrix'])('%s is not sent twice to who has it', async (path) => {
    await serve();
    const first = await fetch(new URL(path, url));
    const tag = first.headers.get('etag') ?? '';
    expect(tag).toMatch(/^W\/"/);
    const again = await fetch(new URL(path, url), { headers: { 'if-none-match': tag } });
    expect({ status: again.status, text: await again.text() }).toEqual({ status: 304, text: '' });
    const other = await fetch(new URL(path, url), { headers: { 'if-none-match': 'W/"other"' } });
    expect(other.status).toBe(200);
  });
});

describe('a check', () => {
  const check = async (more: object, beside: object = {}) => {
    await serveArchive();
    await serve();
    return (await call('POST', '/v1/config/check', { config: config(more), ...beside })).body;
  };

  test('says every value that a run would have, and where it comes from', async () => {
    const origins = { batch_size: 'environment TAPEHAUL_BATCH_SIZE', output_directory: 'file' };
    const { valid, effective } = await check({ batch_size: 7, source: undefined }, { origins });
    expect(valid).toBe(true);
    const byPath = Object.fromEntries(effective.map(({ path, ...rest }: { path: string }) => [path, rest]));
    expect(byPath.batch_size).toEqual({ value: 7, origin: 'environment TAPEHAUL_BATCH_SIZE' });
    expect(byPath.output_directory).toEqual({ value: 'btc', origin: 'file' });
    expect(byPath.planning).toEqual({ value: 'auto', origin: 'default' });
    expect(byPath['source.endpoint']).toEqual({ value: simulator.url, origin: 'profile archive' });
  });

  test('without origins says what the request brought', async () => {
    const { effective } = await check({});
    expect(effective).toContainEqual({ path: 'symbols', value: ['BTCUSDT'], origin: 'request' });
  });

  test('of a faulty one has no values', async () => {
    expect(await check({ markets: ['spott'] })).toMatchObject({ valid: false, effective: [] });
  });

  test('warns of what the matrix rules out, and of types that ended', async () => {
    const { valid, warnings } = await check({
      markets: ['spot', 'futures_cm'],
      symbols: { spot: ['BTCUSDT', 'ETHUSD_PERP'], futures_cm: ['BTCUSD_PERP'] },
      data_types: ['klines', 'liquidationSnapshot'],
    });
    expect(valid).toBe(true);
    expect(warnings).toContainEqual({
      path: 'symbols.spot[1]',
      message: 'got "ETHUSD_PERP": spot symbols have no _PERP; futures_cm symbols do',
      suggestion: 'ETHUSDT',
    });
    expect(warnings).toContainEqual({
      path: 'data_types[1]',
      message: expect.stringContaining('futures_cm has no liquidationSnapshot from'),
    });
  });

  test('warns of nothing where all may exist, patterns included', async () => {
    expect((await check({ symbols: ['BTCUSDT', '*BUSD'] })).warnings).toEqual([]);
  });

  test('warns of what the record of its output directory knows: symbols without files in the requested days', async () => {
    const catalog = openCatalog(recordPath(join(data, 'btc')));
    await catalog.startRun({ runId: 'r1', flow: FLOW_NAME, parameters: {} });
    const mark = (
      symbol: string,
      state: 'never_existed' | 'before_first' | 'proved' | 'after_last',
      first: string,
      last: string,
    ) =>
      catalog.recordCells('r1', {
        series: { market: 'spot', dataType: 'klines', symbol, interval: '1h' },
        partition: 'daily',
        first,
        last,
        state,
      });
    mark('NEVERUSDT', 'never_existed', '2025-06-01', '2025-06-30');
    mark('GONEUSDT', 'proved', '2025-05-01', '2025-06-10');
    mark('GONEUSDT', 'after_last', '2025-06-11', '2025-06-30');
    mark('NEWUSDT', 'before_first', '2025-07-01', '2025-07-31');
    mark('NEWUSDT', 'proved', '2025-08-01', '2025-08-02');
    mark('BTCUSDT', 'proved', '2025-07-01', '2025-07-02');
    catalog.endRun('r1', 'Completed', null);
    await catalog.close();
    const symbols = ['BTCUSDT', 'GONEUSDT', 'ETHUSDT', 'NEVERUSDT', 'NEWUSDT'];
    const { valid, warnings } = await check({ symbols });
    expect(valid).toBe(true);
    expect(warnings).toEqual([
      {
        path: 'symbols[1]',
        message: 'got "GONEUSDT": spot klines GONEUSDT 1h has no files from 2025-06-11 on, by the record',
      },
      {
        path: 'symbols[3]',
        message: 'got "NEVERUSDT": spot klines NEVERUSDT 1h did not exist when it was last planned',
      },
      {
        path: 'symbols[4]',
        message: 'got "NEWUSDT": spot klines NEWUSDT 1h has no files before 2025-08-01, by the record',
      },
    ]);
    const wider = { symbols, date_range: { start: '2025-06-10', end: 'latest' } };
    const { body } = await call('POST', '/v1/config/check', { config: config(wider) });
    expect(body.warnings).toMatchObject([{ path: 'symbols[3]' }]);
    const near = await call('POST', '/v1/config/check', { config: config({ output_directory: 'btcc' }) });
    expect(near.body.warnings).toEqual([
      {
        path: 'output_directory',
        message: '"btcc" is a new output directory; "btc" exists already',
        suggestion: 'btc',
      },
    ]);
    const other = await call('POST', '/v1/config/check', {
      config: config({ output_directory: 'research' }),
    });
    expect(other.body.warnings).toEqual([]);
  });
});
