import { TapehaulError } from '@tapehaul/errors';

/** The error of a task or a flow that takes too long. */
export function timedOut(name: string, seconds: number): TapehaulError {
  return new TapehaulError('timed_out', `${name} took longer than ${seconds} s`, {
    facts: { name, seconds },
  });
}
