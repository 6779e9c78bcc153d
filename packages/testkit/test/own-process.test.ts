import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testFiles } from '../vitest/own-process.ts';

const FILES: Readonly<Record<string, string>> = {
  'clock.test.ts': 'vi.useFakeTimers();',
  'environment.test.ts': "process.env['HOME'] = '/nowhere';",
  'reads-environment.test.ts': "if (process.env.HOME === '/nowhere') throw new Error();",
  'signals.test.ts': "process.on('SIGINT', () => {});",
  'telemetry.test.ts': 'await startTelemetry();',
  'by-neighbour.test.ts': "import { stub } from './stub.ts';\nimport './by-neighbour.test.ts';",
  'stub.ts': "vi.stubEnv('HOME', '/nowhere');",
  'pure.test.ts': "import { missing } from './missing.ts';\nexpect(1 + 1).toBe(2);",
  'left-out.service.test.ts': 'expect(1 + 1).toBe(2);',
};

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tapehaul-own-process-'));
  for (const [name, text] of Object.entries(FILES)) await writeFile(join(folder, name), text);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('test files that change or measure their process, or whose neighbours do, get one of their own', () => {
  expect(testFiles(folder, '*.test.ts', ['*.service.test.ts'])).toEqual({
    alone: [
      'by-neighbour.test.ts',
      'clock.test.ts',
      'environment.test.ts',
      'signals.test.ts',
      'telemetry.test.ts',
    ],
    sharing: ['pure.test.ts', 'reads-environment.test.ts'],
  });
});
