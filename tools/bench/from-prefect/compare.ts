import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { setting } from '../download/markdown.ts';
import { scratchFolder } from '../download/measure/rounds.ts';
import { costOf } from '../prefect/process-cost.ts';
import { runFaults } from './faults.ts';
import { digestsOf, startArchive } from './files.ts';
import { runKill } from './kill.ts';
import { runSpeed } from './speed.ts';
import { faultsTable, killTable, speedTable } from './tables.ts';
import { prepare } from './ways.ts';

/**
 * The Python workflow's claims as figures: the same small files by an s5cmd process a file, by batches of s5cmd in a Prefect flow, by a
 * task of Prefect a file, and by `tapehaul collect`, from one archive simulator; without faults in turn, with faults, and killed.
 * `npm run bench:from-prefect [-- --files 600 --rounds 3]`. Markdown goes to stdout. Needs s5cmd, Python and GNU time.
 */
const { values } = parseArgs({
  options: { files: { type: 'string', default: '600' }, rounds: { type: 'string', default: '3' } },
});
const [files, rounds] = [Number(values.files), Number(values.rounds)];

await using scratch = await scratchFolder();
await using ground = await prepare(files, scratch.path);
await using archive = await startArchive();
const digests = await digestsOf(archive, ground.keys);
const version = (await ground.prefect.call('/admin/version')) as string;
console.log(`${setting([`Node ${process.versions.node}`, `Prefect ${version}`])}\n`);

const load = [loadavg()[0]];
const speed = await runSpeed(ground, archive, digests, { rounds, scratch: scratch.path });
load.push(loadavg()[0]);
const { peakMegabytes } = await costOf(ground.prefect.pid);
console.log(
  `Load ${load.map((one) => one?.toFixed(1)).join(' to ')}. Peak memory of Prefect's server: ${peakMegabytes.toFixed(0)} MB.\n`,
);
console.log(`${speedTable(speed, files)}\n`);
console.log(`${killTable(await runKill(ground, digests, scratch.path))}\n`);
console.log(faultsTable(await runFaults(ground, digests, scratch.path)));
