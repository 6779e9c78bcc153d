import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { followRun, ServiceError, type ServiceEvent } from '../src/index.ts';
import { event, problem, serviceOf, streamOf } from './service.ts';

const END = event(9, 'ended', { state: 'completed' });
const all = (events: AsyncIterable<ServiceEvent>): Promise<ServiceEvent[]> => Array.fromAsync(events);

describe('followRun', () => {
  test('gives each event with its number and its data, and ends with the run', async () => {
    const text = `: hello\n\n${event(undefined, 'snapshot', { files: 2 })}${event(3, 'file', { key: 'a' })}${END}`;
    await using service = await serviceOf(streamOf([text, event(10, 'file')]));
    expect(await all(followRun(service, 'r'))).toEqual([
      { id: undefined, event: 'snapshot', data: { files: 2 } },
      { id: 3, event: 'file', data: { key: 'a' } },
      { id: 9, event: 'ended', data: { state: 'completed' } },
    ]);
  });

  test('reads the same events however their bytes are split', async () => {
    const bytes = Buffer.from(`${event(1, 'file', { key: '币安人生USDT' })}${event(2, 'retry')}${END}`);
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: bytes.length - 1 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(cuts, async (at) => {
        const places = [0, ...at.sort((a, b) => a - b), bytes.length];
        const pieces = places.slice(1).map((end, index) => bytes.subarray(places[index], end));
        const body = new ReadableStream<Uint8Array>({
          start(controller) {
            for (const piece of pieces) controller.enqueue(new Uint8Array(piece));
            controller.close();
          },
        });
        const answer = { url: 'http://service.example', fetch: async () => new Response(body) };
        const events = await all(followRun(answer, 'r'));
        expect(events.map(({ id }) => id)).toEqual([1, 2, 9]);
        expect(events[0]?.data).toEqual({ key: '币安人生USDT' });
      }),
      { numRuns: 50 },
    );
  });

  test('continues behind the last event when the stream breaks off, and gives none twice', async () => {
    await using service = await serviceOf(
      streamOf([event(1, 'file'), event(2, 'file'), 'id: 3\nevent: fi'], 'breaks'),
      problem(503, {}),
      streamOf([event(3, 'file'), END]),
    );
    const events = await all(followRun(service, 'r'));
    expect(events.map(({ id }) => id)).toEqual([1, 2, 3, 9]);
    expect(service.requests.map(({ headers }) => headers['last-event-id'])).toEqual([undefined, '2', '2']);
  });

  test('begins behind a given event, and says who sends the request', async () => {
    await using service = await serviceOf(streamOf([END]));
    await all(followRun({ url: `${service.url}/`, token: 'secret' }, 'a/b', { after: 7 }));
    expect(service.requests).toMatchObject([
      { path: '/v1/runs/a%2Fb/events', headers: { 'last-event-id': '7', authorization: 'Bearer secret' } },
    ]);
  });

  test('rejects at once where the service refuses, with its code and hint', async () => {
    const body = { code: 'run_not_found', detail: 'no run r', hint: 'List the runs.' };
    await using service = await serviceOf(problem(404, body));
    const error = await all(followRun(service, 'r')).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ServiceError);
    expect(error).toMatchObject({
      status: 404,
      code: 'run_not_found',
      message: 'no run r',
      hint: 'List the runs.',
      mayPass: false,
    });
    expect(service.requests).toHaveLength(1);
  });

  test('gives up a service that does not come back, when patience is over', async () => {
    await using service = await serviceOf(streamOf([event(1, 'file')]), problem(503, 'busy'));
    const events: ServiceEvent[] = [];
    const following = async () => {
      for await (const one of followRun(service, 'r', { patience: 0 })) events.push(one);
    };
    await expect(following()).rejects.toMatchObject({ status: 503, code: 'server_error', mayPass: true });
    expect(events).toHaveLength(1);
  });

  test('does not come back to a service that refuses later', async () => {
    await using service = await serviceOf(
      streamOf([event(1, 'file')]),
      problem(401, { code: 'token_unknown' }),
    );
    await expect(all(followRun(service, 'r'))).rejects.toMatchObject({ code: 'token_unknown' });
    expect(service.requests).toHaveLength(2);
  });

  test('ends with the reason of its signal: before, while it reads, and while it waits', async () => {
    const reason = new Error('enough');
    await using silent = await serviceOf((response) => void response.writeHead(200).write(event(1, 'file')));
    await expect(all(followRun(silent, 'r', { signal: AbortSignal.abort(reason) }))).rejects.toBe(reason);

    const reading = new AbortController();
    const whileReading = async () => {
      for await (const _ of followRun(silent, 'r', { signal: reading.signal })) reading.abort(reason);
    };
    await expect(whileReading()).rejects.toBe(reason);

    const waiting = new AbortController();
    await using broken = await serviceOf(streamOf([event(1, 'file')]), (response) => {
      waiting.abort(reason);
      problem(503, {})(response, response.req);
    });
    await expect(all(followRun(broken, 'r', { signal: waiting.signal }))).rejects.toBe(reason);
  });

  test('a follower who stops lets go of the connection', async () => {
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    await using service = await serviceOf((response) => {
      response.on('close', () => resolve());
      response.writeHead(200).write(event(1, 'file'));
    });
    for await (const one of followRun(service, 'r')) {
      expect(one.id).toBe(1);
      break;
    }
    await closed;
  });
});
