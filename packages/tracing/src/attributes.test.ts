import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ATTRIBUTE } from './index.ts';

test('every key of the table is explained in the guide', async () => {
  const guide = await readFile(join(import.meta.dirname, '../../../docs/tracing.md'), 'utf8');
  for (const key of Object.values(ATTRIBUTE)) expect(guide).toContain(`\`${key}\``);
});
