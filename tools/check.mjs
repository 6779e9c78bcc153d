// Runs every part of `npm run check`, also behind one that fails, and says at the end which failed and what each took.
import { spawnSync } from 'node:child_process';

/** Names of npm scripts, the quick ones first. */
const PARTS = ['lint', 'links', 'arrows', 'dead', 'types', 'shape', 'test:affected'];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !PARTS.includes(name));
if (unknown.length > 0) {
  console.error(`check: unknown part ${unknown.join(', ')}; expected ${PARTS.join(', ')}`);
  process.exit(2);
}

const results = (wanted.length > 0 ? wanted : PARTS).map((name) => {
  console.log(`\n== ${name}`);
  const start = performance.now();
  const { status } = spawnSync('npm', ['run', '-s', name], { stdio: 'inherit' });
  return { name, ok: status === 0, seconds: (performance.now() - start) / 1000 };
});

console.log();
for (const { name, ok, seconds } of results) {
  console.log(`${ok ? 'ok    ' : 'FAILED'}  ${name.padEnd(14)} ${seconds.toFixed(1)} s`);
}
process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;
