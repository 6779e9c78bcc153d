import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CODES } from '@tapehaul/errors';
import type { RunControl } from '@tapehaul/runs';
import { remoteRuns } from '@tapehaul/runs/remote';
import { beforeEach, describe, expect, test } from 'vitest';
import { problem, service } from './stub-service.ts';

let control: RunControl;
beforeEach(() => {
  control = remoteRuns(service.url, { TAPEHAUL_TOKEN: 'secret' });
});

const RUN = '20250701T000000Z-abcdef';

describe('an address', () => {
  test.each(['127.0.0.1:8080', 'ftp://x', 'http://', 'x', ''])(
    'that is none is refused by the flag: %j',
    (wrong) => {
      expect(() => remoteRuns(wrong, {})).toThrow(
        expect.objectContaining({
          code: 'config_invalid',
          message: `--server is "${wrong}", expected an address`,
        }),
      );
    },
  );

  test('where nothing listens is named, with what to check; so is a run that is followed there', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const address = `http://127.0.0.1:${(closed.address() as AddressInfo).port}`;
    closed.close();
    const nobody = remoteRuns(address, {});
    const refused = { code: 'connection_failed', message: expect.stringContaining(address) };
    await expect(nobody.list()).rejects.toMatchObject({
      ...refused,
      hint: expect.stringContaining('--server'),
    });
    await expect(nobody.follow(RUN)).rejects.toMatchObject(refused);
  });

  test.each([
    ['list', () => control.list()],
    ['show', () => control.show(RUN)],
    ['cancel', () => control.cancel(RUN)],
    ['follow', () => control.follow(RUN)],
  ])('of another web server is named as that by %s, rather than a fault of the program', async (_, act) => {
    service.answer = (__, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Welcome to nginx</html>');
    };
    await expect(act()).rejects.toMatchObject({
      code: 'config_invalid',
      message: expect.stringContaining(service.url),
      hint: expect.stringContaining('--server'),
    });
  });
});

describe('what a service refuses', () => {
  test('is the error of its code, with its words, its hint and its problems', async () => {
    service.answer = problem(422, {
      code: 'config_invalid',
      detail: 'the configuration has 2 problems:\nmarkets[0]: wrong\nlayout: wrong',
      hint: 'Correct them.',
      errors: [
        { path: 'markets[0]', message: 'wrong' },
        { path: 'layout', message: 'wrong' },
      ],
    });
    await expect(control.cancel(RUN)).rejects.toMatchObject({
      code: 'config_invalid',
      exitCode: CODES.config_invalid.exit,
      message: 'the configuration has 2 problems:\n  markets[0]: wrong\n  layout: wrong',
      hint: 'Correct them.',
      problems: [{ path: 'markets[0]' }, { path: 'layout' }],
    });
  });

  test.each([
    [401, 'access_denied'],
    [403, 'access_denied'],
    [404, 'run_not_found'],
    [429, 'throttled'],
    [400, 'config_invalid'],
    [500, 'server_error'],
    [503, 'server_error'],
  ])('with status %i and no code that is known has the code of its status', async (status, code) => {
    for (const more of [{}, { code: 'of_tomorrow' }, { code: 'toString' }]) {
      service.answer = problem(status, { detail: 'no', ...more });
      await expect(control.pause(RUN)).rejects.toMatchObject({ code, message: 'no', facts: { status } });
    }
  });

  test('and says nothing of is named by its status', async () => {
    service.answer = (_, response) => void response.writeHead(500).end();
    await expect(control.pause(RUN)).rejects.toMatchObject({
      code: 'server_error',
      message: expect.stringContaining('500'),
    });
  });
});
