import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** An object of the server, with its metadata as headers. */
interface Stored {
  readonly body: Buffer;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Ways in which the server breaks what a bucket promises. */
export type BucketFault =
  | 'loses writes'
  | 'answers reads from a cache'
  | 'cuts off parts'
  | 'drops metadata'
  | 'ignores checksums'
  | 'ignores copies'
  | 'ignores deletes'
  | 'decodes names twice'
  | 'forbids deletes'
  | 'gives empty files for missing ones';

/** A bucket in memory, on loopback, for path-style clients. */
export interface BucketServer extends AsyncDisposable {
  readonly url: string;
  /** Objects by key; a test may change them. */
  readonly objects: Map<string, Stored>;
  /** The requests so far, such as `PUT lake/a.zip` or `LIST lake/`; a test may clear them. */
  readonly requests: string[];
  /** Answers a request with status 500 where it gives true. */
  fails: (request: string) => boolean;
}

/** Starts a server with one bucket, which accepts every signature. */
export async function startBucketServer(bucket: string, fault?: BucketFault): Promise<BucketServer> {
  const objects = new Map<string, Stored>();
  const parts = new Map<string, { readonly metadata: Stored['metadata']; readonly bodies: Buffer[] }>();
  /** The first content that was read of each key, for a server with a cache. */
  const cached = new Map<string, Stored>();

  const metadataOf = ({ headers }: IncomingMessage): Record<string, string> => {
    if (fault === 'drops metadata') return {};
    const own = Object.entries(headers).filter(([name]) => name.startsWith('x-amz-meta-'));
    return Object.fromEntries(own.map(([name, value]) => [name, String(value)]));
  };
  const readOf = (key: string): Stored | undefined => {
    const stored = objects.get(key);
    if (fault !== 'answers reads from a cache') return stored;
    if (stored !== undefined && !cached.has(key)) cached.set(key, stored);
    return cached.get(key);
  };
  const store = (key: string, stored: Stored): void => {
    if (fault !== 'loses writes') objects.set(key, stored);
  };

  async function put(key: string, request: IncomingMessage, answer: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const source = request.headers['x-amz-copy-source'];
    if (typeof source === 'string') {
      const copied = objects.get(source.split('/').slice(1).map(decodeURIComponent).join('/'));
      if (copied !== undefined && fault !== 'ignores copies') store(key, copied);
      answer.end('<CopyObjectResult><ETag>"copy"</ETag></CopyObjectResult>');
      return;
    }
    const expected = request.headers['x-amz-checksum-sha256'];
    const actual = createHash('sha256').update(body).digest('base64');
    if (expected !== undefined && expected !== actual && fault !== 'ignores checksums') {
      refuse(answer, 400, 'BadDigest');
      return;
    }
    store(key, { body, metadata: metadataOf(request) });
    answer.setHeader('etag', '"put"').end();
  }

  async function multipart(
    key: string,
    id: string,
    number: string | null,
    request: IncomingMessage,
    answer: ServerResponse,
  ) {
    const upload = parts.get(id);
    const body = await buffer(request);
    if (upload === undefined) return refuse(answer, 404, 'NoSuchUpload');
    if (request.method === 'DELETE') parts.delete(id);
    if (request.method === 'PUT') {
      upload.bodies[Number(number)] = fault === 'cuts off parts' ? body.subarray(0, 1_000) : body;
      answer.setHeader('etag', `"${number}"`);
    }
    if (request.method !== 'POST') return answer.writeHead(request.method === 'DELETE' ? 204 : 200).end();
    store(key, { body: Buffer.concat(upload.bodies.filter(Boolean)), metadata: upload.metadata });
    return answer.end(
      `<CompleteMultipartUploadResult><Key>${key}</Key><ETag>"all"</ETag></CompleteMultipartUploadResult>`,
    );
  }

  async function respond(request: IncomingMessage, answer: ServerResponse): Promise<unknown> {
    const { method, url = '/' } = request;
    const { pathname, searchParams } = new URL(url, 'http://bucket');
    const plain = fault === 'decodes names twice' ? pathname.replaceAll('%25', '%') : pathname;
    const [, name, ...segments] = plain.split('/');
    const key = segments.map(lenient).join('/');
    if (name !== bucket) return refuse(answer, 404, 'NoSuchBucket');
    const isList = searchParams.has('list-type');
    const asked = isList ? `LIST ${searchParams.get('prefix') ?? ''}` : `${method} ${key}`;
    served.requests.push(asked);
    if (served.fails(asked)) {
      request.resume();
      return refuse(answer, 500, 'InternalError');
    }
    if (isList) return answer.end(listingOf(objects, searchParams));
    const id = searchParams.get('uploadId');
    if (searchParams.has('uploads')) {
      const made = String(parts.size + 1);
      parts.set(made, { metadata: metadataOf(request), bodies: [] });
      return answer.end(
        `<InitiateMultipartUploadResult><Key>${key}</Key><UploadId>${made}</UploadId></InitiateMultipartUploadResult>`,
      );
    }
    if (id !== null) return multipart(key, id, searchParams.get('partNumber'), request, answer);
    if (method === 'PUT') return put(key, request, answer);
    if (method === 'DELETE') {
      if (fault === 'forbids deletes') return refuse(answer, 403, 'AccessDenied');
      if (fault !== 'ignores deletes') objects.delete(key);
      return answer.writeHead(204).end();
    }
    const empty = fault === 'gives empty files for missing ones' && method === 'GET';
    const stored = readOf(key) ?? (empty ? { body: Buffer.of(), metadata: {} } : undefined);
    if (stored === undefined) return refuse(answer, 404, 'NoSuchKey');
    answer.writeHead(200, { ...stored.metadata, 'content-length': stored.body.length, etag: '"any"' });
    return answer.end(method === 'HEAD' ? undefined : stored.body);
  }

  const server = createServer((request, answer) => void respond(request, answer));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const served: BucketServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    requests: [],
    fails: () => false,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
  return served;
}

/** A page of a listing, of as many names as are requested, or two: small pages show whether a client reads on. */
function listingOf(objects: ReadonlyMap<string, Stored>, query: URLSearchParams): string {
  const prefix = query.get('prefix') ?? '';
  const after = query.get('continuation-token') ?? '';
  const most = Number(query.get('max-keys') ?? 2);
  const keys = [...objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort();
  const page = keys.slice(0, most);
  const contents = page.map((key) => {
    const size = objects.get(key)?.body.length ?? 0;
    return `<Contents><Key>${key.replaceAll('&', '&amp;')}</Key><Size>${size}</Size></Contents>`;
  });
  const last = page.at(-1);
  const more =
    keys.length > most && last !== undefined
      ? `<IsTruncated>true</IsTruncated><NextContinuationToken>${last.replaceAll('&', '&amp;')}</NextContinuationToken>`
      : '<IsTruncated>false</IsTruncated>';
  return `<ListBucketResult><KeyCount>${page.length}</KeyCount>${contents.join('')}${more}</ListBucketResult>`;
}

function refuse(answer: ServerResponse, status: number, code: string): void {
  answer.writeHead(status).end(`<Error><Code>${code}</Code><Message>${code}</Message></Error>`);
}

function lenient(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
