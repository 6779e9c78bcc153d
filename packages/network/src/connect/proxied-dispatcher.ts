import { Dispatcher, type Pool } from 'undici';

/** A pool of connections through a proxy. Destroying it also gives up connections that are not made yet. */
export class ProxiedDispatcher extends Dispatcher {
  readonly #pool: Pool;
  readonly #stop: AbortController;
  readonly #headers: Readonly<Record<string, string>> | undefined;

  /** `headers` go with each request that is sent to the proxy in whole; undefined where there is a tunnel. */
  constructor(pool: Pool, stop: AbortController, headers: Readonly<Record<string, string>> | undefined) {
    super();
    this.#pool = pool;
    this.#stop = stop;
    this.#headers = headers;
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    if (this.#headers === undefined) return this.#pool.dispatch(options, handler);
    const { origin = '', path, headers } = options;
    const more = Object.entries(this.#headers);
    const all = Array.isArray(headers)
      ? [...headers, ...more.flat()]
      : { ...(headers as Record<string, string> | undefined), ...this.#headers };
    return this.#pool.dispatch(
      { ...options, path: `${new URL(origin).origin}${path}`, headers: all },
      handler,
    );
  }

  override close(): Promise<void> {
    return this.#pool.close();
  }

  override async destroy(...[error]: unknown[]): Promise<void> {
    this.#stop.abort(error);
    await (error instanceof Error ? this.#pool.destroy(error) : this.#pool.destroy());
  }
}
