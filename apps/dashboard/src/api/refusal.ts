import { ServiceError } from '@tapehaul/client';

/** What the service refuses, or that it cannot be reached; with the time after which the same may be accepted. */
export class Refusal extends ServiceError {
  /** Milliseconds to wait before the next try, as the service says; undefined when it does not. */
  readonly waitFor: number | undefined;

  constructor(error: ServiceError, waitFor?: number) {
    const { status, message, code, hint } = error;
    // An answer that is not of the service may have anything in the place of a text.
    super(status, textOf(message), { code: textOf(code), hint: textOf(hint) });
    this.waitFor = waitFor;
  }

  /** The refusal of an answer, by its text. */
  static ofAnswer(response: Response, text: string): Refusal {
    const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
    const waitFor = Number.isFinite(seconds) ? seconds * 1_000 : undefined;
    return new Refusal(ServiceError.of(response.status, text), waitFor);
  }

  /** That what came is no answer of the service: a page of a proxy, or only a part of one. */
  static unreadable(): Refusal {
    return new Refusal(
      new ServiceError(502, 'The answer cannot be read: it is not whole, or not from tapehaul-server.', {
        code: 'answer_unreadable',
        hint: 'Try again. If it stays, check what is between this browser and the service, such as a proxy that wants you to sign in.',
      }),
    );
  }

  /** That no answer came in time. */
  static late(seconds: number): Refusal {
    return new Refusal(
      new ServiceError(504, `The service has not answered within ${seconds} s.`, {
        code: 'answer_late',
        hint: 'It may have too much to do. Try again.',
      }),
    );
  }

  /** That no answer came. */
  static unreachable(): Refusal {
    return new Refusal(
      new ServiceError(undefined, 'The service cannot be reached.', {
        hint: 'Check that tapehaul-server runs. This page tries again by itself.',
      }),
    );
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** An error of any kind as a refusal. */
export function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof ServiceError) return new Refusal(error);
  const message = error instanceof Error ? error.message : String(error);
  return new Refusal(
    new ServiceError(500, message, {
      code: 'page_failed',
      hint: 'This is a fault of the page. Reload it.',
    }),
  );
}
