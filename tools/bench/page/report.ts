import { type Goal, goalTable, ms, table } from './figures.ts';
import type { FilterFigures } from './filters.ts';
import type { LiveFigures } from './live.ts';
import type { LoadFigures, MemoryFigures, MoveFigures } from './measures.ts';

/** What is wanted: times in milliseconds, memory in MB. */
const MOST = {
  ready: 1_000,
  filter: 200,
  task: 100,
  answer: 100,
  shift: 0.02,
  heap: 100,
  resident: 300,
  growth: 5,
};

const goal = (name: string, is: number, most: number, unit: Goal['unit'] = 'ms'): Goal => {
  return { goal: name, is, most, unit };
};

/** How soon pages can be used. */
export function loadReport(figures: readonly LoadFigures[]): string {
  const rows = figures.map(({ view, ready, busy, shift }) => [view, ms(ready), ms(busy), shift.toFixed(3)]);
  const goals = figures
    .slice(1)
    .flatMap(({ view, ready, shift }) => [
      goal(`${view}: usable after`, ready, MOST.ready),
      goal(`${view}: layout shift`, shift, MOST.shift, ''),
    ]);
  return sections(
    table(
      ['page, opened by a browser that has nothing of it', 'usable after', 'CPU of the page', 'shift'],
      rows,
    ),
    goalTable(goals),
  );
}

/** How soon the service answers to a filter. */
export function filterReport(figures: readonly FilterFigures[]): string {
  const rows = figures.map(({ filter, median, most, cpu, rows: count, isEmpty }) => [
    filter,
    ms(cpu),
    ms(median),
    ms(most),
    `${count}${isEmpty ? ', **more to come**' : ''}`,
  ]);
  const slowest = figures.toSorted((a, b) => b.median - a.median)[0];
  const most = Math.max(...figures.map(({ cpu }) => cpu));
  const goals = [
    goal(`the slowest filter: ${slowest?.filter}`, slowest?.median ?? 0, MOST.filter),
    goal('most CPU of an answer to a filter', most, MOST.filter),
  ];
  return sections(
    table(['filter', 'CPU of the service', 'median of ten', 'most', 'rows'], rows),
    goalTable(goals),
  );
}

/** How smooth pages move, and what they hold then. */
export function moveReport({
  moves,
  memory,
}: {
  readonly moves: readonly MoveFigures[];
  readonly memory: readonly MemoryFigures[];
}): string {
  const rows = moves.map(({ move, longestTask, busiestTask, bare, slowestAnswer }) => [
    move,
    ms(longestTask),
    ms(busiestTask),
    ms(bare),
    ms(slowestAnswer),
  ]);
  const held = memory.map(({ view, heap, resident, own }) => [
    view,
    ...[heap, resident, own].map((number) => `${number.toFixed(1)} MB`),
  ]);
  const goals = [
    ...moves.map(({ move, longestTask }) => goal(`${move}: longest task`, longestTask, MOST.task)),
    ...moves.map(({ move, busiestTask }) => goal(`${move}: most CPU of a task`, busiestTask, MOST.task)),
    ...moves.map(({ move, slowestAnswer }) => goal(`${move}: slowest answer`, slowestAnswer, MOST.answer)),
    ...memory.flatMap(({ view, heap, resident }) => [
      goal(`${view}: script`, heap, MOST.heap, 'MB'),
      goal(`${view}: renderer`, resident, MOST.resident, 'MB'),
    ]),
  ];
  return sections(
    table(
      ['move', 'longest task', 'most CPU of a task', 'longest task of a bare page', 'slowest answer'],
      rows,
    ),
    table(['page', 'script', 'renderer, resident', 'of it not shared'], held),
    goalTable(goals),
  );
}

/** What pages of a run in progress hold as time goes by. */
export function liveReport(figures: readonly LiveFigures[]): string {
  const rows = figures.map(({ minute, files, run, coverage, resident }) => [
    minute.toFixed(0),
    files.toLocaleString('en'),
    ...[run, coverage].flatMap(({ heap, nodes, listeners }) => [
      `${heap.toFixed(1)} MB`,
      `${nodes}, ${listeners}`,
    ]),
    `${resident.toFixed(0)} MB`,
  ]);
  const growth = (name: 'run' | 'coverage'): number =>
    (figures.at(-1)?.[name].heap ?? 0) - (figures[0]?.[name].heap ?? 0);
  return sections(
    table(
      ['minute', 'files', 'run page', 'nodes, listeners', 'coverage', 'nodes, listeners', 'renderer'],
      rows,
    ),
    goalTable([
      goal('growth of the run page', growth('run'), MOST.growth, 'MB'),
      goal('growth of the coverage page', growth('coverage'), MOST.growth, 'MB'),
    ]),
  );
}

const sections = (...parts: readonly string[]): string => `${parts.join('\n\n')}\n`;
