import { Dispatcher } from 'undici';

/** Gives the error of an answer that is not to be handed on; undefined for all others. */
export type RefusedAnswer = (origin: string, status: number) => Error | undefined;

/** Sends each request over the dispatcher of its origin, which is made with the first one. */
export class RoutedDispatcher extends Dispatcher {
  readonly #make: (origin: string) => Promise<Dispatcher>;
  readonly #made = new Map<string, Promise<Dispatcher>>();

  readonly #refused: RefusedAnswer;

  constructor(make: (origin: string) => Promise<Dispatcher>, refused: RefusedAnswer) {
    super();
    this.#make = make;
    this.#refused = refused;
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    const origin = String(options.origin);
    const made = this.#made.get(origin) ?? this.#make(origin);
    this.#made.set(origin, made);
    made.then(
      (dispatcher) =>
        dispatcher.dispatch(
          options,
          checked(handler, (status) => this.#refused(origin, status)),
        ),
      (error: Error) => handler.onResponseError?.(UNSENT, error),
    );
    return true;
  }
}

type Handler = Dispatcher.DispatchHandler;

/** The same handler, of a request that ends where its answer is refused. */
function checked(handler: Handler, refused: (status: number) => Error | undefined): Handler {
  return {
    onRequestStart: (...args) => handler.onRequestStart?.(...args),
    onRequestUpgrade: (...args) => handler.onRequestUpgrade?.(...args),
    onResponseStart(...args) {
      const [controller, status] = args;
      const error = refused(status);
      if (error === undefined) handler.onResponseStart?.(...args);
      else controller.abort(error);
    },
    onResponseData: (...args) => handler.onResponseData?.(...args),
    onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
    onResponseError: (...args) => handler.onResponseError?.(...args),
  };
}

/** The controller of a request that was never sent. */
const UNSENT: Dispatcher.DispatchController = {
  aborted: false,
  paused: false,
  reason: null,
  abort() {},
  pause() {},
  resume() {},
};
