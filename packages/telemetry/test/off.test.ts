import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, test } from 'vitest';

const program = `
import { registerHooks } from 'node:module';
const loaded = new Set();
registerHooks({ resolve: (name, context, next) => (loaded.add(name), next(name, context)) });
const { startTelemetry } = await import('@tapehaul/telemetry');
const telemetry = await startTelemetry();
await telemetry.shutdown();
console.log([...loaded].filter((name) => name.startsWith('@opentelemetry/')).join());
`;

test('an app that is not traced loads nothing of OpenTelemetry but its API', async () => {
  const args = ['--conditions=@tapehaul/source', '--input-type=module', '--eval', program];
  const cwd = fileURLToPath(new URL('../src', import.meta.url));
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('OTEL_')));
  const { stdout } = await execa(process.execPath, args, { cwd, env, extendEnv: false });
  expect(stdout).toBe('@opentelemetry/api');
});
