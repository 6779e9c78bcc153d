import { configJsonSchema } from '@tapehaul/config';
import { outputJsonSchema, repairJsonSchema } from '../../json/output-schema.ts';
import { print } from '../../show/print.ts';

const SCHEMAS = { config: configJsonSchema, output: outputJsonSchema, repair: repairJsonSchema } as const;

/** Prints the JSON Schema of a configuration, or of the lines that `--json` prints of a run or a repair. */
export function printSchema(of: keyof typeof SCHEMAS): void {
  print(JSON.stringify(SCHEMAS[of](), null, 2));
}
