import { cpus, release, totalmem } from 'node:os';
import { MEMORY_LIMIT_MB, type ScenarioResult } from './result.ts';

/** A Markdown table: a row of heads, then rows of cells. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

/** The machine and the programs, in a sentence. */
export function setting(versions: readonly string[]): string {
  const [cpu] = cpus();
  const machine = `${cpus().length} × ${cpu?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB`;
  return `${new Date().toISOString().slice(0, 10)}, ${machine}, Linux ${release()}; ${versions.join(', ')}.`;
}

/** A scenario's section: what each contender took, and the goals. */
export function section(result: ScenarioResult): string {
  const { title, rounds, results, verdicts, memoryMet } = result;
  const contenders = results.map(({ contender, median, spread, peakMemoryMb }) => [
    contender,
    median.wallSeconds.toFixed(2),
    spread.map((seconds) => seconds.toFixed(2)).join('–'),
    median.cpuSeconds.toFixed(2),
    median.serverCpuSeconds.toFixed(2),
    peakMemoryMb.toFixed(0),
  ]);
  const goals = verdicts.map(({ ours, peer, figure = 'wall', ratio, atMost, met }) => [
    `${ours} / ${peer}, ${figure}`,
    `${ratio.toFixed(2)} ×`,
    `≤ ${atMost.toFixed(2)} ×`,
    met ? 'met' : '**missed**',
  ]);
  const most = Math.max(...results.filter(({ ours }) => ours).map(({ peakMemoryMb }) => peakMemoryMb));
  const limit = `< ${MEMORY_LIMIT_MB} MB`;
  const memory = [
    'peak memory of tapehaul',
    `${most.toFixed(0)} MB`,
    limit,
    memoryMet ? 'met' : '**missed**',
  ];
  return [
    `### ${title[0]?.toUpperCase()}${title.slice(1)}`,
    `Medians of ${rounds} rounds.`,
    table(['contender', 'wall s', 'least–most', 'CPU s', 'server CPU s', 'peak memory MB'], contenders),
    ...mainThreads(result),
    table(['goal', 'is', 'wanted', ''], [...goals, memory]),
  ].join('\n\n');
}

/** What the main threads of ours took, where they were watched. */
function mainThreads({ results, gigabytes }: ScenarioResult): string[] {
  const rows = results.flatMap(({ contender, mainThread }) => {
    if (mainThread === undefined) return [];
    const { cpuSeconds, delayMs } = mainThread;
    const delays = delayMs.map((ms) => ms.toFixed(1));
    const saturates = (gigabytes * 8) / cpuSeconds;
    return [
      [
        contender,
        cpuSeconds.toFixed(2),
        (cpuSeconds / gigabytes).toFixed(2),
        saturates.toFixed(1),
        delays.join(' / '),
      ],
    ];
  });
  const heads = [
    'main thread of',
    'CPU s',
    'CPU s per GB',
    'one core moves, Gbit/s',
    'event loop late, ms, p50 / p99 / max',
  ];
  return rows.length === 0 ? [] : [table(heads, rows)];
}
