import { expect, test } from 'vitest';
import { configJsonSchema } from '../src/index.ts';

test('the JSON Schema that is published with the package is that of today', async () => {
  const schema = `${JSON.stringify(configJsonSchema(), null, 2)}\n`;
  await expect(schema).toMatchFileSnapshot('../collection.schema.json');
});
