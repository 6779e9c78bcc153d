import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const PROGRAM = `
  import { networkOf } from '@tapehaul/network';
  networkOf({ HTTPS_PROXY: 'proxy.example:3128' }).routeTo('https://archive.example');
  console.log(process.moduleLoadList.join('\\n'));
`;

test('a run that finds everything in place loads no client of HTTP and no TLS', async () => {
  const args = ['--conditions=@tapehaul/source', '--input-type=module', '--eval', PROGRAM];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: import.meta.dirname });
  const loaded = stdout.split('\n');
  expect(loaded).toContain('NativeModule net');
  const heavy = /^NativeModule (http|https|tls|internal\/deps\/undici\/undici)$/;
  expect(loaded.filter((name) => heavy.test(name))).toEqual([]);
});
