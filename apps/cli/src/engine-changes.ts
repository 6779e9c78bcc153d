import { visible } from '@tapehaul/errors';
import type { FallBackEvent } from '@tapehaul/workflow';

/** An engine as people call it. */
export function engineName(name: string): string {
  return name === 's3' ? 'plain S3' : name;
}

/** Errors of an engine itself: they are the same for every file. */
const OF_THE_ENGINE: ReadonlySet<string> = new Set([
  'engine_unavailable',
  'tls_untrusted',
  'name_not_resolved',
  'proxy_refused',
  'proxy_unreachable',
]);

/**
 * Says once in a run that another engine takes over for reasons that are the same for every file; undefined for what was
 * said, and for a reason of a single file.
 */
export class EngineChanges {
  readonly #said = new Set<string>();

  /** Whether it is about the engine and not about one file. */
  isOfEngine({ error }: FallBackEvent): boolean {
    return OF_THE_ENGINE.has(error.code);
  }

  /** The sentence; undefined where it was said. */
  sentence({ key, from, to, error }: FallBackEvent): string | undefined {
    const change = `${from} ${to} ${error.code}`;
    if (this.#said.has(change)) return undefined;
    this.#said.add(change);
    const words = error.message.startsWith(`${key}: `) ? error.message.slice(key.length + 2) : error.message;
    const [first, second] = [from, to].map(engineName);
    return `${first} cannot be used: ${visible(words)}. Files are fetched with ${second}.`;
  }
}
