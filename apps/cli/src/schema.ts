import { configJsonSchema } from '@tapehaul/config';
import { outputJsonSchema } from './output-schema.ts';
import { print } from './print.ts';

/** Prints the JSON Schema of a configuration, or of the lines that `--json` prints of a run. */
export function printSchema(of: 'config' | 'output'): void {
  const schema = of === 'config' ? configJsonSchema() : outputJsonSchema();
  print(JSON.stringify(schema, null, 2));
}
