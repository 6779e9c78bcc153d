import { formatSeries, type SeriesCoverage } from '@tapehaul/workflow';

/** Shades for a month, from nothing held to all of it. */
const SHADES = ['·', '░', '▒', '▓', '█'] as const;

/** What the shades mean. */
export const LEGEND = 'Each sign is a month: █ all days held, ▓ ▒ ░ some of them (most to fewest), · none';

/** A series as a map: a line for each year, a sign for each month by how much of it is held. */
export function heatMap(
  { series, partition, first, last }: SeriesCoverage,
  held: ReadonlySet<string>,
): string {
  const lines = [`${formatSeries(series)} (${partition})`, '      J F M A M J J A S O N D'];
  for (let year = Number(first.slice(0, 4)); year <= Number(last.slice(0, 4)); year += 1) {
    const months = Array.from({ length: 12 }, (_, month) => shade(year, month, partition, held));
    lines.push(`${year}  ${months.join(' ')}`);
  }
  return lines.join('\n');
}

function shade(year: number, month: number, partition: string, held: ReadonlySet<string>): string {
  const name = `${year}-${String(month + 1).padStart(2, '0')}`;
  if (partition === 'monthly') return held.has(name) ? SHADES[4] : SHADES[0];
  const days = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  let count = 0;
  for (let day = 1; day <= days; day += 1)
    if (held.has(`${name}-${String(day).padStart(2, '0')}`)) count += 1;
  if (count === 0) return SHADES[0];
  return SHADES[count === days ? 4 : 1 + Math.min(2, Math.floor((3 * count) / days))] ?? SHADES[0];
}
