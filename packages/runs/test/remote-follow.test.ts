import { remoteRuns } from '@tapehaul/runs/remote';
import { beforeEach, describe, expect, test } from 'vitest';
import { events, service } from './stub-service.ts';

let control: ReturnType<typeof remoteRuns>;
beforeEach(() => {
  control = remoteRuns(service.url, {});
});

const RUN = '20250701T000000Z-abcdef';
const ENDED = { state: 'completed', exit_code: 0, error: null };

describe('a run that is followed', () => {
  test('gives each event, those of a newer service as they are, and its end', async () => {
    service.answer = events(
      [
        'retry',
        {
          kind: 'retry',
          key: 'a',
          attempts: 1,
          retry_at: 'x',
          error: { code: 'stalled', message: 'm', retry: 'later' },
        },
        1,
      ],
      ['of_tomorrow', { more: true }, 2],
      ['ended', { state: 'completed_with_failures', exit_code: 3, error: null }, 3],
    );
    const seen: unknown[] = [];
    const outcome = await control.follow(RUN, { onEvent: (event, line) => seen.push([event?.kind, line]) });
    expect(outcome).toEqual({ runId: RUN, state: 'completed_with_failures', exit_code: 3, error: null });
    expect(seen).toMatchObject([
      ['retry', { kind: 'retry', key: 'a' }],
      [undefined, { kind: 'of_tomorrow', more: true }],
      [undefined, { kind: 'ended' }],
    ]);
  });

  test('continues behind its last event where the stream breaks off', async () => {
    service.answer = (request, response, body) => {
      const isFirst = request.headers['last-event-id'] === undefined;
      if (isFirst) events(['of_tomorrow', { at: 1 }, 7])(request, response, body);
      else if (request.headers['last-event-id'] === '7') events(['ended', ENDED, 8])(request, response, body);
      else response.destroy();
    };
    const seen: object[] = [];
    expect(await control.follow(RUN, { onEvent: (_, line) => seen.push(line) })).toMatchObject({
      exit_code: 0,
    });
    expect(seen).toHaveLength(2);
  });

  test.each([
    ['completed', 0],
    ['failed', 1],
  ])(
    'to its end at an older service, which sends only the state %s, has exit status %i',
    async (state, exit_code) => {
      service.answer = events(['ended', { state }, 1]);
      expect(await control.follow(RUN)).toEqual({ runId: RUN, state, exit_code, error: null });
    },
  );
});
