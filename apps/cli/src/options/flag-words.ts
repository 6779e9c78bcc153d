import { type Problem, TapehaulError } from '@tapehaul/errors';
import { overridesOfFlags, type RequestFlags } from './request-flags.ts';

/** The flag that gives a value of a configuration, by its path. */
const FLAGS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    markets: '--market',
    symbols: '--symbol',
    data_types: '--type',
    intervals: '--interval',
    'date_range.start': '--from',
    'date_range.end': '--to',
    output_directory: '--dir',
  }),
);

/** What a person typed in place of a file: flags, and `--set key=value` pairs. */
export interface Typed {
  readonly flags: RequestFlags;
  readonly set: readonly string[];
  /** Options that stand for a key of the configuration, by that key; none by default. */
  readonly options?: ReadonlyMap<string, string>;
  /** Whether flags are all there is: what is missing is then a flag, too. */
  readonly byFlags: boolean;
}

/** Rethrows a refusal of a configuration in the words of what was typed: `--symbol`, never `symbols[0]`. Always throws. */
export function rethrowAsTyped(thrown: unknown, typed: Typed): never {
  if (!(thrown instanceof TapehaulError) || thrown.problems.length === 0) throw thrown;
  const problems = thrown.problems.map((problem) => asTyped(problem, typed));
  if (problems.every(({ path }, at) => path === thrown.problems[at]?.path)) throw thrown;
  const lines = problems.map(typedText);
  const message =
    lines.length === 1
      ? (lines[0] ?? '')
      : [`${lines.length} problems:`, ...lines.map((it) => `  ${it}`)].join('\n');
  throw new TapehaulError(thrown.code, message, {
    cause: thrown,
    facts: thrown.facts,
    hint: 'Correct the command and run it again; nothing was written.',
    problems,
  });
}

/** A problem named after the flag that it came from; as it is where it came from elsewhere. */
export function asTyped(problem: Problem, { flags, set, options, byFlags }: Typed): Problem {
  const [, path = problem.path, isOverride] = /^(.*?)(?:\[\d+\])?( \(override\))?$/.exec(problem.path) ?? [];
  const option = options?.get(path);
  if (option !== undefined) return { ...problem, path: option };
  if (set.some((pair) => pair.startsWith(`${path}=`))) return { ...problem, path: `--set ${path}` };
  const flag = FLAGS.get(path) ?? (path === 'date_range' ? '--from' : undefined);
  if (flag === undefined) return isOverride === undefined ? problem : { ...problem, path: `--set ${path}` };
  if (!Object.hasOwn(overridesOfFlags(flags), path) && !byFlags) return problem;
  return withDays(withMarket({ ...problem, path: flag }), flags);
}

/** Of a symbol of another market: flags name the same symbols for each market, so it needs a command of its own. */
function withMarket(problem: Problem): Problem {
  if (problem.path !== '--symbol') return problem;
  const message = problem.message.replace(/ but (?:markets are|the market is) /, ' but --market is ');
  const [, market, symbol] = /^"symbols": \{"(\w+)": \["(.+)"\]\}$/.exec(problem.suggestion ?? '') ?? [];
  if (market === undefined) return { ...problem, message };
  return { ...problem, message, suggestion: `--market ${market} --symbol ${symbol} in a command of its own` };
}

/** Of a day that is none: flags take months, too, and `2025-13` is a month that does not exist, not 2025-01-03. */
function withDays(problem: Problem, flags: RequestFlags): Problem {
  const text = problem.path === '--from' ? flags.from : problem.path === '--to' ? flags.to : undefined;
  if (text === undefined || !problem.message.startsWith('got ')) return problem;
  const { suggestion, ...rest } = problem;
  if (problem.message.includes('(the start) or later')) {
    return { ...rest, message: `got "${text}", expected ${flags.from ?? 'the start'} (--from) or later` };
  }
  const [, year, month = ''] = /^(\d{4})-(\d{1,2})$/.exec(text) ?? [];
  const isMonth = Number(month) >= 1 && Number(month) <= 12;
  const likely = year === undefined ? suggestion : isMonth ? `${year}-${month.padStart(2, '0')}` : undefined;
  const named = likely === undefined ? {} : { suggestion: likely };
  if (!/expected a (?:day|valid date|date)/.test(problem.message)) return problem;
  const expected =
    year === undefined || isMonth
      ? 'expected a valid day or month'
      : 'expected a month from 01 to 12 or a day';
  const latest = problem.path === '--to' ? ', or latest' : '';
  return { ...rest, ...named, message: `got "${text}", ${expected}, e.g. 2025-07-01 or 2025-07${latest}` };
}

/** A problem as one line, with the flag as the subject: `--type is missing, expected …`. */
export function typedText({ path, message, suggestion }: Problem): string {
  const likely = suggestion === undefined ? '' : ` (did you mean ${suggestion}?)`;
  if (!path.startsWith('--')) return `${path}: ${message}${likely}`;
  if (/^missing\b/.test(message))
    return `${path} is ${message.replace(/expected a list$/, EXAMPLES[path] ?? '')}${likely}`;
  const words = message.replaceAll('"planning": "auto"', '--set planning=auto');
  if (words.startsWith('"')) return `${path} ${words}${likely}`;
  if (/ for a key that does not exist$/.test(words)) return `${path}: there is no such key${likely}`;
  return words.startsWith('got ') ? `${path} is ${words.slice(4)}${likely}` : `${path}: ${words}${likely}`;
}

/** What to type where a flag is missing. */
const EXAMPLES: Readonly<Record<string, string>> = {
  '--market': 'expected e.g. --market spot',
  '--symbol': "expected e.g. --symbol BTCUSDT, or a pattern, --symbol '*USDT'",
  '--type': 'expected e.g. --type klines',
  '--from': 'expected e.g. --from 2025-01',
};
