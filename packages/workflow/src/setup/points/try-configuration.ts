import { checkConfig, isPattern, problemText } from '@tapehaul/config';
import { counted } from '@tapehaul/errors';
import { plan } from '@tapehaul/planner';
import { failed, type PointOutcome, passed, REINSTALL } from '../trial/setup-point.ts';
import type { SetupSettings } from '../trial/setup-settings.ts';
import type { Trial } from '../trial/trial.ts';

/** Tries whether the configuration is valid, whether the archive can have what it requests, and whether a faulty one is refused. */
export async function tryConfiguration({ settings }: Trial): Promise<PointOutcome> {
  const { fault, config, warnings } = settings;
  if (fault !== undefined) {
    const { problems, message, hint } = fault;
    if (problems.length === 0) return failed(message, hint ?? 'Correct the configuration.');
    const named = problems.map((problem) => problemText(problem)).join('; ');
    return failed(
      `the configuration has ${counted(problems.length, 'problem')}: ${named}`,
      `Correct ${problems.length === 1 ? 'this key' : 'these keys'}; tapehaul validate shows how each key is read.`,
    );
  }
  if (
    checkConfig({ ...config, date_range: { start: '2025-07-02', end: '2025-07-01' } }).problems.length === 0
  )
    return failed('a configuration that ends before it starts is accepted', REINSTALL);
  const { key, reason } = firstFile(settings);
  if (key === undefined && reason !== undefined)
    return failed(
      `the request has no file: ${reason}`,
      'Change what is requested; tapehaul plan shows what the archive has.',
    );
  const noted = warnings.length === 0 ? '' : `, with ${counted(warnings.length, 'warning')}`;
  const begins =
    key === undefined ? 'its symbols are found by listing the archive' : `its first file is ${key}`;
  return passed(`the configuration is valid${noted}; ${begins}; a faulty one is refused`);
}

/** The first file of the plan by the matrix; where there is none, the reason. Neither for patterns, which need a listing. */
function firstFile({ config, matrix }: SetupSettings): { readonly key?: string; readonly reason?: string } {
  const lists = Array.isArray(config.symbols) ? [config.symbols] : Object.values(config.symbols);
  if (lists.flat().some((symbol) => isPattern(symbol))) return {};
  let reason = 'the plan is empty';
  for (const answer of plan(config, { matrix })) {
    if (answer.kind === 'object') return { key: answer.key };
    reason = answer.reason;
  }
  return { reason };
}
