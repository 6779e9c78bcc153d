import { createClient, type ServiceClient } from '@tapehaul/client';
import { Refusal } from './refusal.ts';
import { noteServiceTime } from './service-clock.ts';
import { noteWait } from './service-wait.ts';
import { currentToken, refuseToken } from './token.ts';

/** Values of a query; those that are undefined or empty are left out. */
export type Query = Readonly<Record<string, string | number | undefined>>;

let known: { readonly token: string | undefined; readonly client: ServiceClient } | undefined;

/** The client of the service that this page comes from, with the token of now. */
export function service(): ServiceClient {
  const token = currentToken();
  if (known === undefined || known.token !== token) {
    const options = {
      url: window.location.origin,
      fetch: (request: Request) => fetch(request, { signal: withPatience(request.signal) }),
    };
    known = { token, client: createClient(token === undefined ? options : { ...options, token }) };
  }
  return known.client;
}

/** What the client gives of a request. */
interface Answered<Data> {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}

/** Longest wait for an answer that only reads, in milliseconds: a page that waits without end looks empty. */
const PATIENCE = 60_000;

/** The data of an answer. Rejects with a {@link Refusal}; a 401 shows how to sign in. */
export async function dataOf<Data>(call: Promise<Answered<Data>>): Promise<Data> {
  const { data, error, response } = await call.catch((cause: unknown) => {
    throw asAnswerError(cause);
  });
  noteServiceTime(response.headers);
  if (response.ok) {
    if (data === undefined) throw Refusal.unreadable();
    return data;
  }
  throw refusalOf(response, typeof error === 'string' ? error : JSON.stringify(error ?? {}));
}

/** What is sent by its path. */
export interface SentRequest {
  readonly query?: Query;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  /** The type of answer that is wanted; JSON by default. */
  readonly accept?: string;
}

/** Sends a request by its path, for what the client has no types of. Rejects as {@link dataOf} does. */
export async function send<Data>(
  method: 'GET' | 'POST',
  path: string,
  { signal, ...request }: SentRequest = {},
): Promise<Data> {
  // A plan may list the archive for minutes; what only reads is answered soon.
  const until = method === 'GET' ? withPatience(signal) : signal;
  const response = await answerOf(
    method,
    path,
    until === undefined ? request : { ...request, signal: until },
  );
  try {
    const text = await response.text();
    return (text === '' ? undefined : JSON.parse(text)) as Data;
  } catch (cause) {
    throw asAnswerError(cause);
  }
}

/** The answer to a request, whose body is not read yet. Rejects as {@link dataOf} does. */
export async function answerOf(
  method: 'GET' | 'POST',
  path: string,
  { query = {}, body, signal, accept }: SentRequest = {},
): Promise<Response> {
  const address = new URL(path, window.location.origin);
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') address.searchParams.set(key, String(value));
  }
  try {
    const response = await fetch(address, {
      method,
      headers: {
        ...authorization(),
        ...(accept === undefined ? {} : { accept }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
    noteServiceTime(response.headers);
    if (response.ok) return response;
    throw refusalOf(response, await response.text());
  } catch (cause) {
    throw asAnswerError(cause);
  }
}

/** What an answer refuses: a 401 shows how to sign in, a 429 that the page waits. */
function refusalOf(response: Response, text: string): Refusal {
  const refusal = Refusal.ofAnswer(response, text);
  if (response.status === 401) refuseToken();
  if (response.status === 429 && refusal.waitFor !== undefined) noteWait(refusal.waitFor);
  return refusal;
}

function withPatience(signal: AbortSignal | undefined): AbortSignal {
  return AbortSignal.any([...(signal === undefined ? [] : [signal]), AbortSignal.timeout(PATIENCE)]);
}

/** Why there is no answer. What the page itself gives up stays an AbortError. */
export function asAnswerError(cause: unknown): unknown {
  if (cause instanceof Refusal) return cause;
  if (cause instanceof SyntaxError) return Refusal.unreadable();
  if (!(cause instanceof DOMException)) return Refusal.unreachable();
  return cause.name === 'TimeoutError' ? Refusal.late(PATIENCE / 1_000) : cause;
}

/** The header that shows the token of now. */
export function authorization(token: string | undefined = currentToken()): Record<string, string> {
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}
