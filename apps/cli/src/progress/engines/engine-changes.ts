import { ENGINES } from '@tapehaul/config';
import { visible } from '@tapehaul/errors';
import type { FallBackEvent, FileEvent } from '@tapehaul/workflow';

/** An engine as people call it. */
export function engineName(name: string): string {
  return ENGINES.find((engine) => engine.name === name)?.title ?? name;
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
 * Says once in a run that another engine takes over for reasons that are the same for every file: once it has brought a file,
 * since until then it may find no way either.
 */
export class EngineChanges {
  /** Sentences by change; undefined for one that was said. */
  readonly #sentences = new Map<string, string | undefined>();

  /** Whether it is about the engine and not about one file; its sentence is kept until a file proves it. */
  isOfEngine({ key, from, to, error }: FallBackEvent): boolean {
    if (!OF_THE_ENGINE.has(error.code)) return false;
    const change = changeOf({ from, to, code: error.code });
    if (!this.#sentences.has(change)) {
      const words = error.message.startsWith(`${key}: `)
        ? error.message.slice(key.length + 2)
        : error.message;
      const [first, second] = [from, to].map(engineName);
      const sentence = `${first} cannot be used: ${visible(words)}. Files are fetched with ${second}.`;
      this.#sentences.set(change, sentence);
    }
    return true;
  }

  /** The sentences that a file proves and that were not said before. */
  sentences({ status, engine, fall_backs }: FileEvent): string[] {
    if (status === 'failed' || engine === null) return [];
    return fall_backs.flatMap((change) => {
      const sentence = change.to === engine ? this.#sentences.get(changeOf(change)) : undefined;
      if (sentence === undefined) return [];
      this.#sentences.set(changeOf(change), undefined);
      return [sentence];
    });
  }
}

function changeOf({ from, to, code }: FileEvent['fall_backs'][number]): string {
  return `${from} ${to} ${code}`;
}
