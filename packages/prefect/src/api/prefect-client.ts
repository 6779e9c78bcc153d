import { asTapehaulError, type ErrorCode, redacted, TapehaulError, visible } from '@tapehaul/errors';
import type { Fetch } from '@tapehaul/network';
import type * as z from 'zod';
import type { PrefectSettings } from './settings.ts';

/** Most of an answer that is read, in bytes; the answers that are needed have some kilobytes. */
const MOST_BYTES = 2 ** 20;
/** Most of what a server says that is shown. */
const MOST_SAID = 200;

/** What one request needs. */
export interface RequestOptions {
  /** Longest time for the request and its answer, in milliseconds. */
  readonly timeoutMs: number;
  /** Abandons the request. */
  readonly signal: AbortSignal;
}

/** An answer of the server. */
export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
}

/**
 * Sends requests to the API of a Prefect server. Each rejects with a TapehaulError: `access_denied`, `not_found`, `throttled`,
 * `server_error`, `timed_out`, `request_refused`, or what kept it from the server. None names the key.
 */
export class PrefectClient {
  readonly #settings: PrefectSettings;
  readonly #fetch: Fetch;

  constructor(settings: PrefectSettings, fetch: Fetch) {
    this.#settings = settings;
    this.#fetch = fetch;
  }

  /** A POST whose answer is of no interest. */
  async send(path: string, body: unknown, options: RequestOptions): Promise<void> {
    await this.#request(path, body, options);
  }

  /** A POST, or without a body a GET, whose answer has that form. */
  async read<Schema extends z.ZodType>(
    path: string,
    schema: Schema,
    body: unknown,
    options: RequestOptions,
  ): Promise<Answer<z.output<Schema>>> {
    const { status, text } = await this.#request(path, body, options);
    const parsed = schema.safeParse(jsonOf(text));
    if (parsed.success) return { status, body: parsed.data };
    throw new TapehaulError('request_refused', `${this.#settings.apiUrl} does not answer as Prefect does`, {
      hint: 'Check PREFECT_API_URL: it usually ends in /api.',
    });
  }

  async #request(
    path: string,
    body: unknown,
    { timeoutMs, signal }: RequestOptions,
  ): Promise<{ readonly status: number; readonly text: string }> {
    const { apiUrl, authorization } = this.#settings;
    const late = AbortSignal.timeout(timeoutMs);
    const content = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    try {
      const answer = await this.#fetch(`${apiUrl}${path}`, {
        ...content,
        // A server that sends elsewhere is not followed: the key is for this one.
        redirect: 'manual',
        signal: AbortSignal.any([late, signal]),
        headers: {
          accept: 'application/json',
          'content-type': 'application/json',
          ...(authorization === undefined ? {} : { authorization }),
        },
      });
      const text = await beginningOf(answer);
      if (answer.ok) return { status: answer.status, text };
      throw refusal(apiUrl, answer, text);
    } catch (thrown) {
      if (signal.aborted) throw asTapehaulError(signal.reason);
      if (late.aborted) throw timedOut(apiUrl, timeoutMs);
      throw asTapehaulError(thrown);
    }
  }
}

async function beginningOf({ body }: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    bytes += chunk.byteLength;
    if (bytes > MOST_BYTES) break;
  }
  return text;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function timedOut(apiUrl: string, timeoutMs: number): TapehaulError {
  return new TapehaulError(
    'timed_out',
    `the Prefect server at ${apiUrl} did not answer in ${timeoutMs / 1_000} s`,
    {
      hint: 'Check that the server runs and has capacity.',
    },
  );
}

const CODE_OF: Readonly<Record<number, ErrorCode>> = {
  401: 'access_denied',
  403: 'access_denied',
  404: 'not_found',
  408: 'timed_out',
  429: 'throttled',
};

const HINTS: Readonly<Partial<Record<ErrorCode, string>>> = {
  access_denied: 'Check PREFECT_API_KEY, or PREFECT_API_AUTH_STRING for a server with a password.',
  server_error: 'Check the log of the Prefect server.',
  throttled: 'The server limits requests; reports continue by themselves when it allows.',
};

function refusal(apiUrl: string, { status, headers }: Response, text: string): TapehaulError {
  const code = CODE_OF[status] ?? (status >= 500 ? 'server_error' : 'request_refused');
  const said = visible(redacted(text)).slice(0, MOST_SAID);
  const seconds = Number(headers.get('retry-after'));
  const retry = code === 'throttled' && seconds > 0 ? { retry: { afterMs: seconds * 1_000 } } : {};
  const hint = HINTS[code] ?? 'Check PREFECT_API_URL: it usually ends in /api.';
  return new TapehaulError(
    code,
    `the Prefect server at ${apiUrl} answered ${status}${said === '' ? '' : `: ${said}`}`,
    {
      facts: { status },
      hint,
      ...retry,
    },
  );
}
