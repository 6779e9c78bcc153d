import { TapehaulError } from '@tapehaul/errors';

/** How a Prefect server is reached. */
export interface PrefectSettings {
  /** Address of its API, without a slash at the end. */
  readonly apiUrl: string;
  /** Address of its pages, without a slash at the end. */
  readonly uiUrl: string;
  /** Value of the header `authorization`, a secret; undefined where none is given. */
  readonly authorization: string | undefined;
}

/**
 * Reads from an environment how the Prefect server is reached: `PREFECT_API_URL`, `PREFECT_API_KEY` or
 * `PREFECT_API_AUTH_STRING`, and `PREFECT_UI_URL`, as Prefect's own programs read them; its profiles are not read. Throws a
 * TapehaulError `config_invalid` that names a missing or faulty variable.
 */
export function prefectSettings(env: Readonly<Record<string, string | undefined>>): PrefectSettings {
  const apiUrl = addressOf('PREFECT_API_URL', env);
  if (apiUrl === undefined) {
    throw new TapehaulError('config_invalid', '--report prefect needs PREFECT_API_URL, which is not set', {
      hint: 'For example: PREFECT_API_URL=http://127.0.0.1:4200/api',
    });
  }
  const key = keyOf(env);
  const { PREFECT_API_AUTH_STRING: login } = env;
  return {
    apiUrl,
    uiUrl: addressOf('PREFECT_UI_URL', env) ?? pagesOf(apiUrl),
    authorization: key
      ? `Bearer ${key}`
      : login
        ? `Basic ${Buffer.from(login).toString('base64')}`
        : undefined,
  };
}

/** Where the page of a flow run is. */
export function flowRunPage({ uiUrl }: Pick<PrefectSettings, 'uiUrl'>, flowRunId: string): string {
  return `${uiUrl}/runs/flow-run/${flowRunId}`;
}

/** The key, without the line break at its end that a file leaves. A header takes no other such character, and would say so with the key. */
function keyOf({ PREFECT_API_KEY: text = '' }: Readonly<Record<string, string | undefined>>): string {
  const key = text.trim();
  if (/^[\x21-\x7e]*$/.test(key)) return key;
  throw new TapehaulError(
    'config_invalid',
    'PREFECT_API_KEY holds a character that no key has, such as a space or a line break',
    { hint: 'Copy the key again: it is one word of letters, digits and underscores.' },
  );
}

function addressOf(name: string, env: Readonly<Record<string, string | undefined>>): string | undefined {
  const text = env[name];
  if (!text) return undefined;
  const url = URL.parse(text);
  const isWeb = url !== null && (url.protocol === 'http:' || url.protocol === 'https:');
  if (!isWeb) {
    throw new TapehaulError('config_invalid', `${name} is no http or https address`, {
      hint: 'For example: PREFECT_API_URL=http://127.0.0.1:4200/api',
    });
  }
  if (url.username !== '' || url.password !== '') {
    throw new TapehaulError(
      'config_invalid',
      `${name} holds a user name or password, which belongs elsewhere`,
      {
        hint: 'Set PREFECT_API_AUTH_STRING=user:password, or PREFECT_API_KEY, and remove it from the address.',
      },
    );
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

/** Prefect Cloud has its pages at another host than its API. */
const CLOUD =
  /^https:\/\/api\.(prefect\.cloud|[\w.-]+\.prefect\.cloud)\/api\/accounts\/([^/]+)\/workspaces\/([^/]+)$/;

function pagesOf(apiUrl: string): string {
  const [, host, account, workspace] = CLOUD.exec(apiUrl) ?? [];
  if (host !== undefined) return `https://app.${host}/account/${account}/workspace/${workspace}`;
  return apiUrl.replace(/\/api$/, '');
}
