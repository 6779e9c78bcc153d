import fc from 'fast-check';
import { expect, test } from 'vitest';
import { flowRunPage, prefectSettings } from './settings.ts';

const API = 'http://127.0.0.1:4200/api';

test.each([
  [{}, 'needs PREFECT_API_URL'],
  [{ PREFECT_API_URL: '' }, 'needs PREFECT_API_URL'],
  [{ PREFECT_API_URL: '127.0.0.1:4200/api' }, 'PREFECT_API_URL is no http'],
  [{ PREFECT_API_URL: 'ftp://prefect/api' }, 'PREFECT_API_URL is no http'],
  [{ PREFECT_API_URL: API, PREFECT_UI_URL: 'prefect' }, 'PREFECT_UI_URL is no http'],
])('%j is refused and names the variable', (env, message) => {
  expect(() => prefectSettings(env)).toThrow(
    expect.objectContaining({ code: 'config_invalid', message: expect.stringContaining(message) }),
  );
});

test('a password in the address is refused, and not repeated', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z]{6,12}$/), (password) => {
      const refuse = (): unknown => prefectSettings({ PREFECT_API_URL: `http://me:${password}@prefect/api` });
      expect(refuse).toThrow(expect.objectContaining({ message: expect.not.stringContaining(password) }));
    }),
  );
});

test.each(['pnu_1\npnu_2', 'pnu 1', 'ключ'])(
  'a key that no header takes is refused, and not repeated: %j',
  (key) => {
    const error = expect.objectContaining({
      code: 'config_invalid',
      message: expect.not.stringContaining(key),
    });
    expect(() => prefectSettings({ PREFECT_API_URL: API, PREFECT_API_KEY: key })).toThrow(error);
  },
);

test('a key may end with a line break, and a password have any characters', () => {
  expect(prefectSettings({ PREFECT_API_URL: API, PREFECT_API_KEY: 'pnu_1\n' }).authorization).toBe(
    'Bearer pnu_1',
  );
  const { authorization = '' } = prefectSettings({
    PREFECT_API_URL: API,
    PREFECT_API_AUTH_STRING: 'me:пароль',
  });
  expect(Buffer.from(authorization.replace('Basic ', ''), 'base64').toString()).toBe('me:пароль');
});

test('a key wins over a password, and slashes at the end are of no matter', () => {
  const env = { PREFECT_API_URL: `${API}//`, PREFECT_API_AUTH_STRING: 'me:pass' };
  expect(prefectSettings(env)).toEqual({
    apiUrl: API,
    uiUrl: 'http://127.0.0.1:4200',
    authorization: 'Basic bWU6cGFzcw==',
  });
  expect(prefectSettings({ ...env, PREFECT_API_KEY: 'pnu_1' }).authorization).toBe('Bearer pnu_1');
  expect(prefectSettings({ PREFECT_API_URL: API }).authorization).toBeUndefined();
});

test('the page of a flow run is found, in Prefect Cloud, too', () => {
  const cloud = 'https://api.prefect.cloud/api/accounts/a1/workspaces/w1';
  expect(flowRunPage(prefectSettings({ PREFECT_API_URL: cloud }), 'f1')).toBe(
    'https://app.prefect.cloud/account/a1/workspace/w1/runs/flow-run/f1',
  );
  const other = { PREFECT_API_URL: API, PREFECT_UI_URL: 'https://prefect.example/' };
  expect(flowRunPage(prefectSettings(other), 'f1')).toBe('https://prefect.example/runs/flow-run/f1');
});
