import { countDays, type DayCounts, type SeriesDays } from '@tapehaul/coverage';
import { outColors as pc } from '../colors.ts';

/** Shades of a month of which days are held, from the fewest to all. */
const SHADES = ['░', '▒', '▓', '█'] as const;

/** What the signs mean. */
export const LEGEND = `Each sign is a month: █ all expected days held, ▓ ▒ ░ some (most to fewest); none held: ${pc.red('!')} ours, ${pc.yellow('×')} the archive's, ${pc.cyan('…')} not yet; - no file expected, · never requested`;

/** A series as a map: a line for each year, a sign for each month by how much of what is expected is held. */
export function heatMap(series: string, { first, codes }: Pick<SeriesDays, 'first' | 'codes'>): string {
  const lines = [series, '      J F M A M J J A S O N D'];
  const start = Date.parse(`${first}T00:00:00Z`) / DAY;
  const [from, to] = [yearAt(start), yearAt(start + codes.length - 1)];
  for (let year = from; year <= to; year += 1) {
    const months = Array.from({ length: 12 }, (_, month) => {
      const [begin, end] = [
        Date.UTC(year, month, 1) / DAY - start,
        Date.UTC(year, month + 1, 1) / DAY - start,
      ];
      return sign(countDays(codes.subarray(Math.max(0, begin), Math.max(0, end))));
    });
    lines.push(`${year}  ${months.join(' ')}`);
  }
  return lines.join('\n');
}

const DAY = 86_400_000;

function yearAt(day: number): number {
  return new Date(day * DAY).getUTCFullYear();
}

function sign(counts: DayCounts): string {
  const { expected, held, ours, archive } = counts;
  if (expected === 0) return Object.keys(counts.by_state).length === 0 ? '·' : '-';
  const color = ours > 0 ? pc.red : archive > 0 ? pc.yellow : held === expected ? pc.green : pc.cyan;
  if (held > 0)
    return color(SHADES[held === expected ? 3 : Math.min(2, Math.floor((3 * held) / expected))] ?? '░');
  return color(ours > 0 ? '!' : archive > 0 ? '×' : '…');
}
