import type { TapehaulError } from '@tapehaul/errors';
import { DOCUMENT_LIMIT, DOCUMENT_MS } from './bound-errors.ts';
import { refused } from './request-error.ts';

/** An answer that is not the object, as far as it has come. */
export class RefusalBody {
  readonly #status: number;
  readonly #retryAfter: string | undefined;
  readonly #isPlain: boolean;
  readonly #now: () => number;
  readonly #began: number;
  readonly #document: Buffer[] = [];
  #bytes = 0;

  /**
   * `isPlain`: the server is no S3 server, and its 404 means that the object does not exist. `now` is a clock in
   * milliseconds.
   */
  constructor(
    status: number,
    retryAfter: string | undefined,
    isPlain: boolean,
    now: () => number = () => performance.now(),
  ) {
    this.#status = status;
    this.#retryAfter = retryAfter;
    this.#isPlain = isPlain;
    this.#now = now;
    this.#began = now();
  }

  /** Takes more of it. False once it is longer, or takes longer, than any error document of S3. */
  add(chunk: Buffer): boolean {
    this.#bytes += chunk.length;
    if (this.#bytes > DOCUMENT_LIMIT) return false;
    this.#document.push(chunk);
    return this.#now() - this.#began <= DOCUMENT_MS;
  }

  /** The error that it means to a caller that requested a key. */
  errorOf(key: string): TapehaulError {
    const status = this.#status;
    const missing = this.#isPlain && (status === 404 || status === 410) ? 'NoSuchKey' : `HTTP ${status}`;
    const name = this.#element('Code') || missing;
    const words = this.#element('Message');
    const message = words === undefined ? `the server answers ${status}` : `${name}: ${words}`;
    return refused(key, { status, name, message, retryAfter: this.#retryAfter });
  }

  /** The key that S3 says is missing, empty where it names none; undefined where it says no such thing. */
  get missing(): string | undefined {
    return this.#element('Code') === 'NoSuchKey' ? (this.#element('Key') ?? '') : undefined;
  }

  #element(name: string): string | undefined {
    return new RegExp(`<${name}>([^<]*)</${name}>`).exec(Buffer.concat(this.#document).toString('utf8'))?.[1];
  }
}
