import { mkdir } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { FILES, startFaultyArchive } from './archive.ts';
import { collectByPrefect } from './collect-by-prefect.ts';
import { collectByTapehaul } from './collect-by-tapehaul.ts';
import { visit } from './page-visit.ts';
import { takeShots } from './shots.ts';
import { collectionTable, pageTable, type Side } from './tables.ts';
import { prefectManners, QUESTIONS, tapehaulManners } from './ways.ts';

/**
 * Our page of a run beside Prefect's, of the same 2,000 files with the same faults, in the same browser in turn; medians of the
 * rounds. `npm run bench:prefect -- --python VENV/bin/python [--rounds 5] [--shots FOLDER] [--graph]`, where VENV has
 * `prefect==3.8.8` and a `fastapi` that it starts with. Without `--graph` the data of its graph are withheld:
 * where there is no graphics card it blocks the page for minutes. Markdown goes to stdout.
 */
const { values } = parseArgs({
  options: {
    python: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    shots: { type: 'string' },
    graph: { type: 'boolean', default: false },
  },
});
const { python, shots } = values;
if (python === undefined) throw new Error('--python names the Python that has prefect');
const rounds = Number(values.rounds);

await using archive = await startFaultyArchive();
await using prefect = await collectByPrefect(python, `${archive.url}/${archive.bucket}`, FILES);
console.error(`${prefect.version} has collected in ${prefect.wallSeconds.toFixed(1)} s`);
await using tapehaul = await collectByTapehaul(archive.url, FILES);
console.error(`${tapehaul.version} has collected in ${tapehaul.wallSeconds.toFixed(1)} s`);
console.log(collectionTable(prefect, tapehaul));

const sides: readonly Side[] = [
  {
    title: values.graph ? prefect.version : `${prefect.version} without its graph`,
    run: prefect,
    manners: prefectManners,
    withheld: values.graph ? undefined : '**/graph-v2',
    visits: new Map(),
  },
  { title: tapehaul.version, run: tapehaul, manners: tapehaulManners, visits: new Map() },
];
for (let round = 0; round < rounds; round += 1)
  for (const side of round % 2 === 0 ? sides : sides.toReversed()) await visitAll(side);
console.log(pageTable(sides));
if (shots !== undefined) {
  await mkdir(shots, { recursive: true });
  await takeShots(sides, shots);
}

async function visitAll({ title, run, withheld, manners, visits }: Side): Promise<void> {
  const page = { address: run.address, withheld, content: manners.content };
  const names = Object.keys(QUESTIONS) as (keyof typeof QUESTIONS)[];
  for (const name of names) {
    const one = await visit(page, manners.ways[name]);
    visits.set(name, [...(visits.get(name) ?? []), one]);
    console.error(`${name}, ${title}: ${JSON.stringify(one)}`);
  }
}
