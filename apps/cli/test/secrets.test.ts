import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { someOf } from '@tapehaul/testkit';
import { expect, test } from 'vitest';
import { directory, files, output, request, serve, simulator, startCommand } from './collection.ts';

/** What a source may put into its words. */
const SAID =
  'see https://b.example/k?X-Amz-Credential=AKIAIOSFODNN7EXAMPLE&amp;X-Amz-Signature=SECRETSIG0123456789 ' +
  'by http://user:SECRETPASS@proxy.example, Authorization: Bearer SECRETBEARER';
const SECRETS = /SECRET(SIG|PASS|BEARER)|AKIA/;

test.each(someOf([[['--json']], [['--log', 'json']], [[]]], 3))(
  'what a source says shows no secret, in the output of %j and in the record',
  async (form) => {
    await serve();
    const body = `<Error><Code>AccessDenied</Code><Message>${SAID}</Message></Error>`;
    simulator.faults.add({ key: /2025-07-03\.zip$/, fault: { kind: 'status', status: 403, body } });
    const config = join(directory, 'config.json');
    const flows = { task_retry_attempts: 1, retry_attempts: 1, retry_delay_seconds: 0 };
    await writeFile(config, JSON.stringify({ output_directory: output, ...request, ...flows }));
    const { exitCode, stdout, stderr } = await startCommand(['collect', config, ...form]);
    expect(exitCode).toBe(3);
    const shown = `${stdout}${stderr}`;
    expect(shown).toContain('see https://b.example/k?X-Amz-Credential=[redacted]');
    expect(shown).not.toMatch(SECRETS);
    const kept = await files('{.tapehaul/catalog.db*,_runs/**/*.*}');
    expect(kept.length).toBeGreaterThan(1);
    for (const file of kept) expect(await readFile(join(output, file), 'latin1')).not.toMatch(SECRETS);
    for (const args of [['show'], ['show', '--json'], ['logs', '--json']]) {
      const result = await startCommand([...args, '--dir', output]);
      expect(`${result.stdout}${result.stderr}`).not.toMatch(SECRETS);
    }
  },
);

test('a setting that is refused is reported without its signature', async () => {
  const address = 'http://user:SECRETPASS@127.0.0.1:1/?X-Amz-Signature=SECRETSIG0123456789';
  const config = join(directory, 'config.json');
  await writeFile(config, JSON.stringify(request));
  const { exitCode, stderr } = await startCommand(['plan', config, '--set', `source.endpoint=${address}`]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('source.endpoint is "http://[redacted]@127.0.0.1:1/?X-Amz-Signature=[redacted]"');
  expect(stderr).not.toMatch(SECRETS);
});
