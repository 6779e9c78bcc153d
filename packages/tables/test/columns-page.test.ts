import { expect, test } from 'vitest';
import { columnsPage } from './columns-page.ts';

test('docs/tables-columns.md shows the tables of today', async () => {
  await expect(columnsPage()).toMatchFileSnapshot('../../../docs/tables-columns.md');
});
