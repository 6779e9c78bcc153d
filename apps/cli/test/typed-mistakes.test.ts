import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { someOf } from '@tapehaul/testkit';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { command, directory, mirror, root, serve, simulator } from './collection.ts';

const REQUEST = '--market spot --symbol BTCUSDT --type klines --interval 1h --from 2025-07-01';
/** A request with one flag written otherwise. */
const but = (flag: string, value: string): string =>
  `plan ${REQUEST} `.replace(new RegExp(`--${flag} \\S+ `), `--${flag} ${value} `).trim();

/** What people mistype, by what they wanted, as it stands behind `tapehaul`, and the exit status that it gets. */
const MISTAKES: Readonly<Record<string, readonly (readonly [typed: string, status: number])[]>> = {
  'The name of a command': [
    ['colect', 2],
    ['list', 2],
    ['download BTCUSDT', 2],
    ['help colect', 2],
    ['COLLECT', 2],
    ['config lst collection.json', 2],
  ],
  'The configuration file': [
    ['collect', 2],
    ['collect BTCUSDT', 2],
    ['collect colection.json', 2],
    ['collect broken.json', 2],
    ['collect collection.yaml', 2],
    ['validate .', 2],
    ['validate misspelt.json', 2],
    ['validate matrix.json', 2],
    ['plan collection.json --symbol ETHUSDT', 2],
    ['init collection.json --market spot --symbol BTCUSDT --type klines --from 2025-07', 2],
    ['init new.json --market spot', 2],
  ],
  'A flag': [
    [`plan ${REQUEST} --symbls ETHUSDT`, 2],
    [`plan ${REQUEST} --output-dir data`, 2],
    [`plan ${REQUEST} --start 2025-07-01`, 2],
    ['plan --market', 2],
    ['plan --market spot --symbol BTCUSDT ETHUSDT --type klines', 2],
    ['plan --market spot --symbol BTCUSDT --from 2025-07', 2],
    [`collect ${REQUEST} --max-rate 20`, 2],
    [`collect ${REQUEST} --max-duration '2 hours'`, 2],
    [`collect ${REQUEST} --log pretty`, 2],
    [`collect ${REQUEST} -o=data`, 2],
    [`collect ${REQUEST} -q -v`, 2],
    ['coverage --csv --map', 2],
    ['coverage data', 2],
    ['simulate --port abc', 2],
    ['logs -n 5', 2],
    ['--json runs', 2],
    ['-v', 2],
    ['verify --dir data', 2],
  ],
  'A market, symbol, type or interval': [
    [but('market', 'spott'), 2],
    [but('market', 'futures'), 2],
    [but('symbol', 'BTC?USDT --set planning=matrix'), 2],
    [but('symbol', ','), 2],
    [but('type', 'klins'), 2],
    [but('interval', '7h'), 2],
    [but('interval', '60'), 2],
    [but('market', 'um_futures'), 0],
    [but('symbol', 'BTC/USDT'), 0],
    [but('symbol', 'BTC-PERPETUAL'), 2],
    [but('symbol', 'BTC/USDT:USDT').replace('spot', 'spot,futures_um'), 2],
    [but('symbol', 'BTCUSDTPERP').replace('spot', 'futures_cm'), 2],
    [but('type', 'candles'), 0],
    [but('interval', '60m'), 0],
    ['matrix --market spott', 2],
    ['matrix --market spot --type fundingRate', 2],
  ],
  'A day': [
    [but('from', '2025-13'), 2],
    [but('from', '2025-02-30'), 2],
    [but('from', 'yesterday'), 2],
    [`plan ${REQUEST} --to 2025-06`, 2],
    [`plan ${REQUEST} --to 2025-7-2`, 0],
  ],
  'A setting': [
    [`plan ${REQUEST} --set batch_size`, 2],
    [`plan ${REQUEST} --set batchsize=10`, 2],
    [`plan ${REQUEST} --set batch_size=many`, 2],
    [`plan ${REQUEST} --set planning=list`, 2],
    [`plan ${REQUEST} --set storage.secret_access_key=abc`, 2],
  ],
  'A run': [
    ['show 19990101 --dir data', 2],
    ['show 2 --dir data', 2],
    ["show '' --dir data", 2],
    ['cancel --dir data', 2],
    ['runs --dir nowhere', 2],
    ['runs --limit few --dir data', 2],
    ['runs --server nowhere', 2],
    ['runs --server http://127.0.0.1:1', 2],
    ['logs --level warning --dir data', 2],
    ['verify data --run 1999', 2],
  ],
  'A folder or a kind of file': [
    [`plan ${REQUEST} --dir s3://b/raw`, 2],
    [`plan ${REQUEST} --dir s3://market-archive//raw`, 2],
    [`plan ${REQUEST} --dir s3:///raw`, 2],
    ['verify nowhere', 2],
    ['verify empty', 2],
    ['adopt flat --dir other', 2],
    ['adopt flat --market spott --type klines --dir other', 2],
    ['adopt flat --as lake/raw --dir other', 2],
    ['prune empty', 2],
    ['prune data --kind strey', 2],
    ['schema colection', 2],
    ['complete tcsh', 2],
  ],
};

const RUNS = ['20261126T101500Z-5f3a2c', '20261125T101500Z-a1413d'];

const HEAD = `# What is mistyped, and the answer

What people mistype, and what the command answers, with its exit status. This page is made and checked by
\`apps/cli/test/typed-mistakes.test.ts\` with the real command;
\`TAPEHAUL_TRIALS=full vitest run apps/cli/test/typed-mistakes.test.ts -u\` writes it.
Every answer says what is wrong, what was expected and what to do. What can mean one thing only is read as that, with a
warning.
`;

/** The words of a command line: quotes keep words together. */
const words = (typed: string): string[] =>
  [...typed.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');

test('each mistake gets the answer of docs/typed-mistakes.md and its exit status', {
  timeout: 300_000,
}, async () => {
  await serve();
  const run = (typed: string) =>
    execa(process.execPath, [command, ...words(typed)], {
      cwd: directory,
      reject: false,
      stdin: 'ignore',
      env: { TAPEHAUL_SOURCE_ENDPOINT: simulator.url, TAPEHAUL_TOKEN: undefined, COLUMNS: undefined },
    });
  const request = {
    markets: ['spot'],
    symbols: ['BTCUSDT'],
    data_types: ['klines'],
    intervals: ['1h'],
    date_range: { start: '2025-07-01', end: '2025-07-01' },
  };
  for (const [name, text] of [
    ['collection.json', JSON.stringify(request)],
    ['misspelt.json', JSON.stringify({ ...request, markets: ['spott'], batch_size: 0 })],
    ['broken.json', '{ "markets": ["spot"], }'],
    ['matrix.json', '{ "availability_matrix": [], "markets": {} }'],
    ['collection.yaml', 'markets: [spot]\nsymbols: [BTCUSDT]\n'],
  ] as const)
    await writeFile(join(directory, name), text);
  await mkdir(join(directory, 'empty'));
  const bucket = await mirror(['2025-07-01']);
  const flat = join(bucket, 'data/spot/daily/klines/BTCUSDT/1h');
  await rename(flat, join(directory, 'flat'));
  const ids: string[] = [];
  for (let at = 0; at < RUNS.length; at += 1) {
    const { stdout } = await run(`collect ${REQUEST} --to 2025-07-01 --dir data --json`);
    ids.unshift(JSON.parse(stdout.split('\n').at(-1) ?? '').run_id);
  }

  const typed = Object.values(MISTAKES).flatMap((lines) => someOf(lines, 4));
  const answers = new Map<string, string>();
  const statuses: [string, number | undefined][] = [];
  const left = typed.map(([line]) => line);
  const work = async (): Promise<void> => {
    for (let line = left.shift(); line !== undefined; line = left.shift()) {
      const { stderr, exitCode } = await run(line);
      statuses.push([line, exitCode]);
      let answer = stderr.replaceAll(directory, '~').replaceAll(simulator.url, 'http://127.0.0.1:9000');
      for (const [at, id] of ids.entries()) answer = answer.replaceAll(id, RUNS[at] ?? '');
      answers.set(line, answer);
    }
  };
  await Promise.all([work(), work(), work()]);
  expect(Object.fromEntries(statuses)).toEqual(Object.fromEntries(typed));
  for (const answer of answers.values()) {
    expect(answer).toMatch(/^(?:tapehaul: |warning {2})/m);
    expect(answer).not.toMatch(/\[redacted\]|undefined|\bat .*:\d+:\d+\)?$/m);
  }

  const blockOf = ([line, status]: readonly [string, number]): string =>
    `\`\`\`\n$ tapehaul ${line}\n${answers.get(line) ?? ''}\n\`\`\`\n\nExit status ${status}.\n`;
  const page = join(root, 'docs/typed-mistakes.md');
  if (answers.size < Object.values(MISTAKES).flat().length) {
    const text = await readFile(page, 'utf8');
    for (const mistake of typed) expect(text).toContain(blockOf(mistake));
    return;
  }
  const sections = Object.entries(MISTAKES).map(
    ([title, lines]) => `## ${title}\n\n${lines.map(blockOf).join('\n')}`,
  );
  await expect(`${HEAD}\n${sections.join('\n')}`).toMatchFileSnapshot(page);
});
