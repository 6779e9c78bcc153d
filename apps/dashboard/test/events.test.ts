import { type InfiniteData, QueryClient } from '@tanstack/react-query';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EventParser } from '../src/api/live/event-parser.ts';
import { applyEvent } from '../src/api/live/live-updates.ts';
import type { Run, RunPage } from '../src/api/shapes.ts';

const text = (id: number, data: object): string => `id: ${id}\nevent: run\ndata: ${JSON.stringify(data)}\n\n`;

describe('events of a stream', () => {
  test('are the same however the text is cut', () => {
    const names = fc.array(fc.string(), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(names, fc.array(fc.nat(400), { maxLength: 20 }), (said, cuts) => {
        const whole = said.map((name, id) => text(id, { name })).join(': heartbeat\n\n');
        const places = [0, ...cuts.map((cut) => cut % (whole.length + 1)), whole.length].sort(
          (a, b) => a - b,
        );
        const parser = new EventParser();
        const events = places.slice(1).flatMap((to, at) => parser.push(whole.slice(places[at], to)));
        expect(events).toEqual(said.map((name, id) => ({ id: String(id), event: 'run', data: { name } })));
      }),
    );
  });

  test('without a number, and comments', () => {
    const parser = new EventParser();
    expect(parser.push(': heartbeat\n\nevent: snapshot\ndata: {"runs":[]}\n\nevent: ended\n')).toEqual([
      { id: undefined, event: 'snapshot', data: { runs: [] } },
    ]);
    expect(parser.push('data: 1\n\n')).toEqual([{ id: undefined, event: 'ended', data: 1 }]);
  });

  test('that have no end are refused before they fill the memory', () => {
    const parser = new EventParser();
    const endless = (): void => {
      for (let piece = 0; piece < 100; piece += 1) parser.push('x'.repeat(1 << 16));
    };
    expect(endless).toThrow('has no end');
  });
});

const runOf = (run_id: string, state: Run['state'], counts: Record<string, number>): Run =>
  ({
    run_id,
    state,
    output_directory: 'btc',
    started_at: '2025-07-15T08:00:00.000Z',
    ended_at: null,
    resumes: 0,
    files: Object.fromEntries(Object.entries(counts).map(([name, tasks]) => [name, { tasks, bytes: 0 }])),
    request: null,
  }) as Run;

/** What the page has read: a run, and lists of runs. */
function readPage(): QueryClient {
  const queries = new QueryClient();
  const before = runOf('a', 'Running', { Running: 4 });
  queries.setQueryData(['run', 'a'], { ...before, history: ['kept'] });
  queries.setQueryData(['run', 'a', 'failures', 'code'], { rows: [] });
  queries.setQueryData<RunPage>(['runs', {}], { rows: [before], next: null });
  queries.setQueryData<InfiniteData<RunPage>>(['runs', 'all', {}], {
    pages: [{ rows: [before], next: null }],
    pageParams: [null],
  });
  return queries;
}

const isOld = (queries: QueryClient, ...queryKey: unknown[]): boolean | undefined =>
  queries.getQueryState(queryKey)?.isInvalidated;

describe('what an event changes', () => {
  test('the run and its row in every list, at once and without a request', () => {
    const queries = readPage();
    const now = runOf('a', 'Running', { Completed: 3, Running: 1 });
    applyEvent(queries, { id: '7', event: 'run', data: now });
    expect(queries.getQueryData(['run', 'a'])).toMatchObject({ files: now.files, history: ['kept'] });
    expect(queries.getQueryData<RunPage>(['runs', {}])?.rows[0]?.files).toEqual(now.files);
    expect(
      queries.getQueryData<InfiniteData<RunPage>>(['runs', 'all', {}])?.pages[0]?.rows[0]?.files,
    ).toEqual(now.files);
    expect(isOld(queries, 'run', 'a', 'failures', 'code')).toBe(false);
    queries.clear();
  });

  test('failures are read again once there is another one', () => {
    const queries = readPage();
    applyEvent(queries, { id: '8', event: 'run', data: runOf('a', 'Running', { Failed: 1, Running: 3 }) });
    expect(isOld(queries, 'run', 'a', 'failures', 'code')).toBe(true);
    expect(isOld(queries, 'run', 'a')).toBe(false);
    queries.clear();
  });

  test('a run that no list has makes the lists be read again', () => {
    const queries = readPage();
    applyEvent(queries, { id: '9', event: 'run', data: runOf('b', 'Running', {}) });
    expect(isOld(queries, 'runs', {})).toBe(true);
    expect(isOld(queries, 'run', 'a')).toBe(false);
    queries.clear();
  });

  test('the end of a run makes everything of it be read again', () => {
    const queries = readPage();
    applyEvent(queries, {
      id: '9',
      event: 'ended',
      data: { run: runOf('a', 'Completed', { Completed: 4 }) },
    });
    expect(queries.getQueryData(['run', 'a'])).toMatchObject({ state: 'Completed' });
    expect(isOld(queries, 'run', 'a', 'failures', 'code')).toBe(true);
    queries.clear();
  });

  test('a snapshot makes all runs be read again, since anything may have been missed', () => {
    const queries = readPage();
    applyEvent(queries, { id: '1', event: 'snapshot', data: { runs: [] } });
    expect(isOld(queries, 'run', 'a')).toBe(true);
    expect(isOld(queries, 'runs', {})).toBe(true);
    queries.clear();
  });

  test('a snapshot leaves runs alone that are over, unless they are in progress again', () => {
    const queries = new QueryClient();
    for (const id of ['over', 'again']) {
      queries.setQueryData(['run', id], runOf(id, 'Completed', { Completed: 4 }));
      queries.setQueryData(['run', id, 'failures', 'code'], { rows: [] });
    }
    const data = { runs: [runOf('again', 'Running', { Completed: 4 })] };
    applyEvent(queries, { id: '1', event: 'snapshot', data });
    expect(isOld(queries, 'run', 'over')).toBe(false);
    expect(isOld(queries, 'run', 'over', 'failures', 'code')).toBe(false);
    expect(isOld(queries, 'run', 'again')).toBe(true);
    expect(isOld(queries, 'run', 'again', 'failures', 'code')).toBe(true);
    queries.clear();
  });

  test('a snapshot does not request again what is on its way', async () => {
    const queries = new QueryClient();
    let requests = 0;
    const { promise, resolve } = Promise.withResolvers<object>();
    const read = queries.fetchQuery({
      queryKey: ['run', 'a'],
      queryFn: () => {
        requests += 1;
        return promise;
      },
    });
    applyEvent(queries, { id: '1', event: 'snapshot', data: { runs: [] } });
    resolve({});
    await read;
    expect(requests).toBe(1);
    expect(isOld(queries, 'run', 'a')).toBe(false);
    queries.clear();
  });

  test('what is no run changes nothing', () => {
    const queries = readPage();
    for (const data of [null, 1, 'x', {}, { run: null }, { run_id: 'a' }]) {
      applyEvent(queries, { id: '1', event: 'run', data });
    }
    expect(queries.getQueryData(['run', 'a'])).toMatchObject({ files: { Running: { tasks: 4 } } });
    queries.clear();
  });
});
