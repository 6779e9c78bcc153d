import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { addDays, utcDay } from '@tapehaul/archive';
import { startSimulator } from '@tapehaul/archive-simulator';
import { dailyArchive, madeSeries } from './daily-archive.ts';
import { type Measured, measured, median } from './measured-command.ts';

/**
 * What the first plan of many symbols costs by `planning: auto` and by `listing`, in turn, against the archive simulator; medians of
 * the rounds. `npm run bench:auto [-- --symbols 1000 --days 90 --rounds 5]`. Markdown goes to stdout.
 */
const { values } = parseArgs({
  options: {
    symbols: { type: 'string', default: '1000' },
    days: { type: 'string', default: '90' },
    rounds: { type: 'string', default: '5' },
  },
});
const series = madeSeries(10 * Number(values.symbols)).filter(({ interval }) => interval === '1h');
const [first, last] = [addDays(utcDay(), -Number(values.days)), addDays(utcDay(), -1)];

const directory = await mkdtemp(join(tmpdir(), 'tapehaul-auto-'));
await using simulator = await startSimulator({ source: dailyArchive(series, first, last) });
try {
  const rounds: Record<'auto' | 'listing', Measured[]> = { auto: [], listing: [] };
  for (const planning of ['auto', 'listing']) {
    const config = {
      markets: ['spot'],
      symbols: series.map(({ symbol }) => symbol),
      data_types: ['klines'],
      intervals: ['1h'],
      date_range: { start: first, end: 'latest' },
      planning,
      output_directory: join(directory, 'data'),
    };
    await writeFile(join(directory, `${planning}.json`), JSON.stringify(config));
  }
  for (let round = 0; round < Number(values.rounds); round += 1) {
    for (const planning of ['auto', 'listing'] as const)
      rounds[planning].push(
        await measured(['plan', join(directory, `${planning}.json`)], simulator, directory),
      );
  }
  console.log(
    `${series.length.toLocaleString('en')} symbols, ${values.days} days; load ${loadavg()[0]?.toFixed(1)}.\n`,
  );
  console.log('| planning | CPU | wall | most resident | listings |');
  console.log('|---|---|---|---|---|');
  for (const [planning, all] of Object.entries(rounds)) {
    const of = (figure: (one: Measured) => number): number => median(all.map(figure));
    const [cpu, wall] = [of((one) => one.cpu), of((one) => one.wall)];
    const resident = Math.max(...all.map((one) => one.resident));
    console.log(
      `| \`${planning}\` | ${cpu.toFixed(2)} s | ${wall.toFixed(1)} s | ${resident.toFixed(0)} MB | ${all[0]?.listings.toLocaleString('en')} |`,
    );
  }
  const ratio = median(rounds.auto.map(({ cpu }, round) => cpu / (rounds.listing[round]?.cpu ?? cpu)));
  console.log(`\n\`auto\` takes ${ratio.toFixed(2)} times the CPU of \`listing\`, by round.`);
} finally {
  await rm(directory, { recursive: true, force: true });
}
