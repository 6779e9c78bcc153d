import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { someOf } from '@tapehaul/testkit';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { directory, output, request, startCommand } from './collection.ts';

/** A line as each log form begins one, which a server would like to put into ours. */
const FORGED = [
  '2026-01-01 00:00:00,000 - tapehaul - INFO - FORGED',
  '00:00:00.000 INFO  FORGED',
  '{"level":"info","time":"2026-01-01T00:00:00.000Z","msg":"FORGED"}',
  'tapehaul: FORGED',
] as const;

const breaks = fc.constantFrom(
  '\n',
  '\r',
  '\r\n',
  '\u0085',
  '\u2028',
  '\u001b[1A\u001b[2K\r',
  '\u009b2K\r',
  '\u000b',
);
const noise = fc.array(
  fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('\u001b[31m', '\u001b]0;t\u0007', '\u202e', '\u200b', '\u0000', '\u{e0041}', '%s', '\\n'),
  ),
  { maxLength: 4 },
);
/** What a server says: noise, a line break or an escape of some kind, and a line of ours. */
const hostile = fc
  .tuple(noise, breaks, fc.constantFrom(...FORGED), breaks)
  .map(([before, lineBreak, line, after]) =>
    `${before.join('')}${lineBreak}${line}${after}`.replaceAll('<', ''),
  );

/** Whatever is no letter, sign or line break of ours. */
const UNSEEN = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

/** Days of the collection: each object is refused with other words. */
const FILES = 15;
const words = fc.sample(hostile, { numRuns: FILES, seed: 18 });

/** A source that lists itself, and refuses each object with hostile words, as S3 does. */
async function refusing(): Promise<string> {
  const server = createServer(({ url = '' }, response) => {
    if (url.includes('list-type')) {
      response.end('<ListBucketResult><Name>data.binance.vision</Name></ListBucketResult>');
      return;
    }
    const day = Number(/-(\d\d)\.zip/.exec(url)?.[1] ?? 1);
    const said = words[day - 1] ?? '';
    response.writeHead(403).end(`<Error><Code>Access${said}</Code><Message>${said}</Message></Error>`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function collectRefused(...args: string[]) {
  const env = { TAPEHAUL_SOURCE_ENDPOINT: await refusing() };
  const config = join(directory, 'config.json');
  const own = { planning: 'matrix', task_retry_attempts: 0, enable_s5cmd: false };
  const wanted = { output_directory: output, ...request, ...own };
  await writeFile(config, JSON.stringify(wanted));
  return startCommand(['collect', config, ...args], env);
}

function expectNothingForged(shown: string): void {
  expect(shown).toContain('FORGED');
  expect(shown).not.toMatch(UNSEEN);
  for (const line of shown.split('\n')) {
    for (const forged of FORGED) expect(line.startsWith(forged)).toBe(false);
  }
}

test.each(
  someOf(
    [
      ['classic', /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} - tapehaul - [A-Z]+ - /],
      ['readable', /^\d\d:\d\d:\d\d\.\d{3} [A-Z]+ /],
      ['json', /^\{"level":"[a-z]+","time":/],
    ],
    3,
  ),
)('no words of a server make a line of the %s log', async (form, begins) => {
  const { stderr, stdout } = await collectRefused('--log', form);
  expectNothingForged(stderr);
  for (const line of stderr.split('\n')) expect(line).toMatch(begins);
  expectNothingForged(stdout);
});

test('no words of a server make a line of what people see, or of the log that is kept', async () => {
  const { stderr, stdout } = await collectRefused();
  expectNothingForged(stderr);
  expectNothingForged(stdout);
  const kept = await startCommand(['logs', '--dir', output]);
  expectNothingForged(kept.stdout);
  for (const line of kept.stdout.split('\n')) expect(line).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [A-Z]+ /);
  expectNothingForged((await startCommand(['show', '--dir', output])).stdout);
  const json = await startCommand(['logs', '--dir', output, '--json']);
  expect(json.stdout).not.toMatch(UNSEEN);
  expect(() => json.stdout.split('\n').map((line) => JSON.parse(line))).not.toThrow();
});
