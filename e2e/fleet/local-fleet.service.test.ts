import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { repositoryFolder } from '@tapehaul/testkit';
import { execa } from 'execa';
import { expect, onTestFinished, test } from 'vitest';

test('a fleet on this machine that gets Ctrl-C twice, as from npm and the terminal, leaves no PostgreSQL behind', async () => {
  const args = ['--conditions=@tapehaul/source', 'tools/fleet.ts', '--workers', '1'];
  const fleet = execa(process.execPath, args, { cwd: repositoryFolder, reject: false, buffer: false });
  onTestFinished(() => void fleet.kill());
  let port = 0;
  for await (const line of createInterface(fleet.stdout)) {
    port = Number(/^export TAPEHAUL_RECORD_URL=.*:(\d+)\//.exec(line)?.[1] ?? port);
    if (line.startsWith('Worker ')) break;
  }
  expect(port).toBeGreaterThan(0);
  fleet.stdout.resume();
  fleet.kill('SIGINT');
  for await (const line of createInterface(fleet.stderr)) if (line.startsWith('Stopping')) break;
  fleet.stderr.resume();
  fleet.kill('SIGINT');
  expect((await fleet).exitCode).toBe(0);
  const [error] = await once(connect(port, '127.0.0.1'), 'error');
  expect(error).toMatchObject({ code: 'ECONNREFUSED' });
});
