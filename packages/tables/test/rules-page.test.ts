import { expect, test } from 'vitest';
import { rulesPage } from './rules-page.ts';

test('docs/tables-rules.md shows the rules of today', async () => {
  await expect(rulesPage()).toMatchFileSnapshot('../../../docs/tables-rules.md');
});
