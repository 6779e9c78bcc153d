import { relative, resolve, sep } from 'node:path';
import { problemText } from '@tapehaul/config';
import { asTapehaulError, type Problem, TapehaulError } from '@tapehaul/errors';
import { directoryProblems } from './directory-names.ts';
import { realBelow, realPath, requireBelow } from './real-paths.ts';

/** The names of output directories: all are below one folder, and nowhere else. */
export class OutputDirectories {
  /** The folder, a real path. */
  readonly root: string;

  constructor(root: string) {
    this.root = realPath(resolve(root)) ?? resolve(root);
  }

  /** The output directory that a relative path means. Throws a TapehaulError `config_invalid` when it leads out of the root. */
  resolve(path: string): string {
    const problems = this.problemsWith(path);
    // As a link of the operator's leads: one directory has one name.
    if (problems.length === 0)
      return realBelow(this.root, resolve(this.root, path)) ?? resolve(this.root, path);
    throw new TapehaulError('config_invalid', problems.map(problemText).join('\n'), {
      hint: 'Give a relative path, such as btc or btc/candles.',
      problems,
    });
  }

  /** What is wrong with a relative path as an output directory. */
  problemsWith(path: string): Problem[] {
    const problems = directoryProblems(path);
    if (problems.length > 0) return problems;
    try {
      this.requireBelow(resolve(this.root, path));
      return [];
    } catch (error) {
      return [{ path: 'output_directory', message: asTapehaulError(error).message }];
    }
  }

  /** Throws a TapehaulError `config_invalid` when a directory, or what is right in it or in its state, leads out of the root now. */
  requireBelow(directory: string): void {
    requireBelow(this.root, directory);
  }

  /** A directory as callers name it. */
  nameOf(directory: string): string {
    return relative(this.root, directory).split(sep).join('/');
  }
}
