import type { Problem } from '@tapehaul/errors';
import { conflictReasons } from '../engines/engine-conflicts.ts';
import { LAST_ENGINE } from '../engines/engine-keys.ts';
import { ENGINES } from '../engines/engine-specs.ts';
import { isPattern } from '../reading/text-forms.ts';
import { found, withSuggestion } from '../values/problems.ts';
import { isRecord } from '../values/records.ts';
import { PRODUCTION_MAX_PARALLEL_DOWNLOADS } from './defaults.ts';
import { dateRangeSchema } from './schema.ts';
import { storageProblems } from './storage.ts';
import { tableProblems } from './tables.ts';

type Input = Readonly<Record<string, unknown>>;

/**
 * Faults that show only when several keys are read together. The rules read the input itself, so that they
 * are reported together with faults of single keys, not only after those are fixed.
 */
export function ruleProblems(input: Input): Problem[] {
  return [
    ...rangeProblems(input),
    ...symbolProblems(input),
    ...storageProblems(input),
    ...engineProblems(input),
    ...proofProblems(input),
    ...productionProblems(input),
    ...tableProblems(input),
  ];
}

function rangeProblems({ date_range }: Input): Problem[] {
  const range = dateRangeSchema.safeParse(date_range);
  if (!range.success || range.data.end === 'latest' || range.data.end >= range.data.start) return [];
  const { start, end } = range.data;
  const message = `got "${end}", expected "${start}" (the start) or later`;
  return [withSuggestion({ path: 'date_range.end', message }, start)];
}

function symbolProblems({ symbols, markets, planning }: Input): Problem[] {
  const problems: Problem[] = [];
  if (planning === 'matrix') {
    for (const [path, symbol] of symbolEntries(symbols)) {
      if (!isPattern(symbol)) continue;
      problems.push({ path, message: `${found(symbol)}, but patterns need "planning": "auto"` });
    }
  }
  if (isRecord(symbols) && Array.isArray(markets)) {
    for (const market of markets) {
      if (typeof market !== 'string' || symbols[market] !== undefined) continue;
      problems.push({
        path: `symbols.${market}`,
        message: `missing, expected a list because ${market} is in markets`,
      });
    }
  }
  return problems;
}

function engineProblems(input: Input): Problem[] {
  const chosen = ENGINES.find(({ name }) => name === input.engine);
  if (chosen === undefined) return [];
  return conflictReasons(chosen, input).map((reason) =>
    withSuggestion({ path: 'engine', message: `got "${chosen.name}", but ${reason}` }, LAST_ENGINE),
  );
}

function proofProblems({ proof, download_checksum: checksum }: Input): Problem[] {
  if (checksum !== false || (proof !== 'published' && proof !== 'deep')) return [];
  const message = `got "${proof}", which needs the sidecars that "download_checksum": false leaves out`;
  return [withSuggestion({ path: 'proof', message }, 'none')];
}

/** A configuration says it both ways that no sidecars are wanted, whichever of the keys said so. */
export function proofOf<Config extends { readonly proof: string; readonly download_checksum: boolean }>(
  config: Config,
): Config {
  const isNone = config.proof === 'none' || !config.download_checksum;
  return isNone ? { ...config, proof: 'none', download_checksum: false } : config;
}

function productionProblems({
  environment,
  max_parallel_downloads: parallel,
  enable_monitoring,
}: Input): Problem[] {
  if (environment !== 'production') return [];
  const problems: Problem[] = [];
  const most = PRODUCTION_MAX_PARALLEL_DOWNLOADS;
  if (typeof parallel === 'number' && parallel > most) {
    const message = `got ${parallel}, expected at most ${most} with environment production`;
    problems.push(withSuggestion({ path: 'max_parallel_downloads', message }, String(most)));
  }
  if (enable_monitoring === false) {
    const message = 'got false, expected true with environment production';
    problems.push(withSuggestion({ path: 'enable_monitoring', message }, 'true'));
  }
  return problems;
}

/** Each text of `symbols` with its path, whether it is one list or a list for each market. */
function* symbolEntries(symbols: unknown): Generator<readonly [path: string, symbol: string]> {
  const lists = isRecord(symbols) ? Object.entries(symbols) : [['', symbols] as const];
  for (const [market, list] of lists) {
    if (!Array.isArray(list)) continue;
    for (const [index, symbol] of list.entries()) {
      if (typeof symbol === 'string') yield [`symbols${market === '' ? '' : `.${market}`}[${index}]`, symbol];
    }
  }
}
