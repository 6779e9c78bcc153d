import { TapehaulError } from './error/tapehaul-error.ts';
import { nearest } from './text/nearest.ts';

/**
 * Refuses options with a name that is nearly one of `known`, such as `endPoint`: a program without types would otherwise get
 * a default where it set a value. Other names are accepted, so options may come out of a larger object.
 * @param owner the function whose options they are, for the message
 * @throws TapehaulError `config_invalid` that names every such option and what it most likely means
 */
export function checkOptionNames(
  owner: string,
  options: object,
  known: Readonly<Record<string, true>>,
): void {
  const names = Object.keys(known);
  const problems = Object.keys(options).flatMap((path) => {
    const suggestion = Object.hasOwn(known, path) ? undefined : nearest(path, names);
    return suggestion === undefined ? [] : [{ path, message: 'is no option', suggestion }];
  });
  if (problems.length === 0) return;
  const suggested = problems
    .map(({ path, suggestion }) => `${path} (did you mean ${suggestion}?)`)
    .join(', ');
  throw new TapehaulError('config_invalid', `${owner} has no option ${suggested}`, {
    problems,
    hint: 'Correct the names of the options.',
  });
}
