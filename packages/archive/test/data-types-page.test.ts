import { expect, test } from 'vitest';
import { dataTypesPage } from './data-types-page.ts';

test('docs/data-types.md shows the specs of today', async () => {
  await expect(dataTypesPage()).toMatchFileSnapshot('../../../docs/data-types.md');
});
