import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { HttpRefusal } from '../access/http-refusal.ts';
import { problemOf } from './problems.ts';
import { SAFE_HEADERS } from './safe-headers.ts';

/** What went wrong with a connection before its request was whole. */
type ClientError = Error & { readonly code?: string };

/** Answers, with a problem as all others, what is no request, is too large for one, or does not come in time. */
export function answerClientError(error: ClientError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem = problemOf(refusalOf(error));
  const body = JSON.stringify(problem);
  const headers = {
    'content-type': 'application/problem+json',
    'content-length': Buffer.byteLength(body),
    connection: 'close',
    ...SAFE_HEADERS,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const status = `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}\r\n`;
  socket.end(`${status}${lines.join('')}\r\n${body}`);
  // Who does not read this is not waited for.
  socket.destroySoon();
}

function refusalOf({ code }: ClientError): HttpRefusal {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return new HttpRefusal(408, 'request_slow', 'the request did not come in time', 'Send it in one go.');
  }
  if (code === 'HPE_HEADER_OVERFLOW') {
    return new HttpRefusal(
      431,
      'headers_too_large',
      'the headers are larger than 16 KiB',
      'Send fewer of them.',
    );
  }
  return new HttpRefusal(
    400,
    'request_invalid',
    'this is no HTTP request',
    'See /openapi.json for what is expected.',
  );
}
