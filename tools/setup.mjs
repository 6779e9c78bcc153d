// Makes a clone ready: packages, bundles, s5cmd. Runs under Node 20 and without any package.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, 'node_modules', '.tapehaul-lock');
const lock = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');

function run(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  if (error !== undefined) console.error(`${command}: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
  console.error('installing packages (once)');
  const npm = process.env.npm_execpath;
  if (npm === undefined) run('npm', ['ci', '--loglevel=error']);
  else run(process.execPath, [npm, 'ci', '--loglevel=error']);
  writeFileSync(stamp, lock);
}

// The Node that came with the packages; on a platform without one, this one if it is new enough.
const bundled = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
const node = existsSync(bundled) ? bundled : process.execPath;
if (node === process.execPath && Number.parseInt(process.versions.node, 10) < 24) {
  console.error(
    `tapehaul needs Node 24 or newer; this is ${process.versions.node}. Install one and try again.`,
  );
  process.exit(1);
}
run(node, [join(root, 'node_modules', 'rolldown', 'bin', 'cli.mjs'), '-c', '--log-level', 'warn']);
run(node, ['--conditions=@tapehaul/source', join(root, 'tools', 'install-s5cmd.ts')]);
