import { stoppedBy, TapehaulError } from '@tapehaul/errors';
import type { Dispatcher } from 'undici';
import { type Headers, headerText, headOf } from '../answers/object-head.ts';
import type { BodySink } from '../answers/object-reader.ts';
import { RefusalBody } from '../answers/refusal-body.ts';
import { requestError } from '../answers/request-error.ts';
import { endlessInterim, unrequestedPart } from '../answers/wrong-answers.ts';

/** Interim answers (1xx) before the answer itself; more than these are no server's. */
const MOST_INTERIM = 16;

/** One request of undici in progress: hands the body to the sink, or reads what the server says instead. */
export class Reading implements Dispatcher.DispatchHandler {
  readonly #key: string;
  readonly #sink: BodySink;
  readonly #signal: AbortSignal;
  readonly #shared: boolean;
  readonly #isPlain: boolean;
  readonly #isRanged: boolean;
  readonly #settle = Promise.withResolvers<void>();
  #controller: Dispatcher.DispatchController | undefined;
  #refusal: RefusalBody | undefined;
  /** Whether an answer has begun; undici may send a request again whose connection broke off then. */
  #begun = false;
  #had = false;
  /** Bytes of the body that have not come, as far as the server says how many it has. */
  #left = Number.POSITIVE_INFINITY;
  #interim = 0;
  /** What the sink does with the last chunk. */
  #last: Promise<void> | undefined;

  readonly #onAbort = (): void => {
    // Until it is sent it waits in undici for a connection, which may take long.
    if (this.#controller === undefined) this.#reject(stoppedBy(this.#signal));
    else this.#controller.abort(stoppedBy(this.#signal));
  };

  /**
   * `shared` says whether other requests may be in progress on its connection, `isPlain` whether the server is no S3
   * server, `isRanged` whether a part of the object is requested.
   */
  constructor(
    key: string,
    sink: BodySink,
    signal: AbortSignal,
    { shared, isPlain, isRanged }: { shared: boolean; isPlain: boolean; isRanged: boolean },
  ) {
    this.#key = key;
    this.#sink = sink;
    this.#signal = signal;
    this.#shared = shared;
    this.#isPlain = isPlain;
    this.#isRanged = isRanged;
    if (signal.aborted) this.#onAbort();
    else signal.addEventListener('abort', this.#onAbort);
  }

  /** Resolves once the whole body was taken, or the sink had enough. Rejects with a TapehaulError. */
  get done(): Promise<void> {
    return this.#settle.promise;
  }

  /** How far it came: whether something of an answer did, or it was only sent, or not even that. */
  get end(): 'answered' | 'unanswered' | 'unsent' {
    if (this.#controller === undefined) return 'unsent';
    return this.#begun ? 'answered' : 'unanswered';
  }

  /** The key that S3 says is missing, empty where it names none; undefined where it says no such thing. */
  get missing(): string | undefined {
    return this.#refusal?.missing;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#signal.aborted) this.#onAbort();
    else if (this.#begun) {
      controller.abort(new TapehaulError('connection_failed', `${this.#key}: the answer broke off`));
    }
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, headers: Headers): void {
    // 103 Early Hints and the like: the answer is still to come.
    if (status < 200) {
      this.#interim += 1;
      if (this.#interim > MOST_INTERIM) controller.abort(endlessInterim(this.#key));
      return;
    }
    this.#begun = true;
    if (status === 200 || status === 206) {
      const head = headOf(headers, this.#shared);
      this.#left = head.length ?? this.#left;
      this.#guard(controller, () => {
        if (status === 206 && !this.#isRanged) throw unrequestedPart(this.#key);
        this.#sink.start(head);
      });
    } else this.#refusal = new RefusalBody(status, headerText(headers['retry-after']), this.#isPlain);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const refusal = this.#refusal;
    if (refusal !== undefined) {
      if (!refusal.add(chunk)) controller.abort(refusal.errorOf(this.#key));
      return;
    }
    this.#left -= chunk.length;
    this.#guard(controller, () => {
      const taken = this.#sink.data(chunk);
      if (taken === 'more') return;
      if (taken === 'enough') {
        this.#had = true;
        controller.abort(new Error('enough'));
        return;
      }
      if (this.#left === 0) {
        // Nothing more comes that could be held up. Paused, undici would take the end of the connection for that of the body.
        this.#last = taken;
        taken.catch(() => {});
        return;
      }
      controller.pause();
      taken.then(
        () => controller.resume(),
        (error: unknown) => controller.abort(asError(error)),
      );
    });
  }

  onResponseEnd(): void {
    this.#signal.removeEventListener('abort', this.#onAbort);
    if (this.#refusal !== undefined) this.#reject(this.#refusal.errorOf(this.#key));
    else if (this.#last === undefined) this.#settle.resolve();
    else
      this.#last.then(this.#settle.resolve, (error: unknown) => this.#reject(requestError(this.#key, error)));
  }

  onResponseError(_: unknown, error: Error): void {
    this.#signal.removeEventListener('abort', this.#onAbort);
    if (this.#had) this.#settle.resolve();
    else this.#reject(requestError(this.#key, error, this.#signal));
  }

  #reject(error: TapehaulError): void {
    this.#signal.removeEventListener('abort', this.#onAbort);
    this.#settle.reject(error);
  }

  #guard(controller: Dispatcher.DispatchController, work: () => void): void {
    try {
      work();
    } catch (error) {
      controller.abort(asError(error));
    }
  }
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new TapehaulError('internal', String(thrown));
}
