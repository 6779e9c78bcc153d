import { join, resolve } from 'node:path';
import { TapehaulError } from '@tapehaul/errors';
import type { Target } from '../target/target.ts';

/** Where files go, and what is kept beside them. */
interface OutputPlace {
  readonly stateDirectory?: string;
  /** A directory, or another target. */
  readonly target: string | Target;
}

/** Where staging and quarantine are. Throws a TapehaulError `config_invalid` for a target that is no directory, without one. */
export function stateDirectory({ stateDirectory: given, target }: OutputPlace): string {
  if (given !== undefined) return resolve(given);
  if (typeof target === 'string') return join(resolve(target), '.tapehaul');
  throw new TapehaulError('config_invalid', 'a target that is no directory needs a stateDirectory', {
    hint: 'Give a local directory for staging and quarantine.',
  });
}
