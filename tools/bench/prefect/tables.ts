import type { Collected } from './collected.ts';
import type { Visit } from './page-visit.ts';
import { type Manners, QUESTIONS } from './ways.ts';

/** One of the two, with what its page took by question. */
export interface Side {
  readonly title: string;
  readonly run: Collected;
  /** Addresses that are withheld from its page. */
  readonly withheld?: string | undefined;
  readonly manners: Manners;
  readonly visits: Map<string, Visit[]>;
}

/** What the collection took in each, as Markdown. */
export function collectionTable(...runs: readonly Collected[]): string {
  const row = (title: string, of: (run: Collected) => string): readonly string[] => [title, ...runs.map(of)];
  const seconds = (number: number): string => `${number.toFixed(1)} s`;
  const megabytes = (number: number): string => `${number.toFixed(0)} MB`;
  return markdown([
    row('the run', ({ version }) => version),
    row('from its start to its end', ({ wallSeconds }) => seconds(wallSeconds)),
    row('until the record has the state of each file, after that', ({ lagSeconds }) => seconds(lagSeconds)),
    row('CPU, all processes', ({ server, client }) => seconds(server.cpuSeconds + (client?.cpuSeconds ?? 0))),
    row('of which the server', ({ server }) => seconds(server.cpuSeconds)),
    row('peak memory of the server', ({ server }) => megabytes(server.peakMegabytes)),
    row("peak memory of the flow's process", ({ client }) =>
      client === null ? 'none: the server collects' : megabytes(client.peakMegabytes),
    ),
    row('size of the record', ({ recordBytes }) => `${(recordBytes / 1e6).toFixed(1)} MB`),
  ]);
}

/** What the pages took, as Markdown: medians. */
export function pageTable(sides: readonly Side[]): string {
  const all = (side: Side): Visit[] => [...side.visits.values()].flat();
  const row = (title: string, of: (visits: readonly Visit[]) => string): readonly string[] => [
    title,
    ...sides.map((side) => of(all(side))),
  ];
  const kilobytes = (number: number): string => `${(number / 1_000).toFixed(0)} kB`;
  const figures = [
    ['the page of the run', ...sides.map(({ title }) => title)],
    row('until its content can be read', (visits) => milliseconds(visits.map(({ content }) => content))),
    row('bytes', (visits) => kilobytes(median(visits.map(({ bytes }) => bytes)))),
    row('requests', (visits) => `${median(visits.map(({ requests }) => requests))}`),
    row('long tasks (> 50 ms), the longest', (visits) => {
      const count = median(visits.map(({ longTasks }) => longTasks));
      return `${count}, ${milliseconds(visits.map(({ longest }) => longest))}`;
    }),
    row('script heap after a collection', (visits) => megabytes(visits.map(({ heap }) => heap))),
    row('memory of the renderer', (visits) => megabytes(visits.map(({ renderer }) => renderer))),
    row('requests to elsewhere', (visits) => {
      const places = new Set(
        visits.flatMap(({ elsewhere }) => elsewhere.map((url) => new URL(url).hostname)),
      );
      return places.size === 0 ? 'none' : [...places].join(', ');
    }),
  ];
  const ways = Object.entries(QUESTIONS).map(([name, question]) => [
    question,
    ...sides.map(({ visits }) => effort(visits.get(name) ?? [])),
  ]);
  return markdown([...figures, ...ways]);
}

function effort(visits: readonly Visit[]): string {
  const { clicks = 0, typed = 0 } = visits[0] ?? {};
  const keys = typed === 0 ? '' : ` + ${typed} ${typed === 1 ? 'key' : 'keys'}`;
  const bytes = median(visits.map(({ bytesToReason }) => bytesToReason)) / 1_000;
  return `${clicks} clicks${keys}, ${milliseconds(visits.map(({ reason }) => reason))}, ${bytes.toFixed(0)} kB in all`;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;
}

const milliseconds = (numbers: readonly number[]): string => `${median(numbers).toFixed(0)} ms`;
const megabytes = (numbers: readonly number[]): string => `${median(numbers).toFixed(1)} MB`;

function markdown([head = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line), ''].join('\n');
}
