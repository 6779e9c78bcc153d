import * as z from 'zod';
import { tablesSummarySchema } from '../events/table-events.ts';

/** How a build of tables, or a check of their rows, ended. */
export const tablesResultSchema = z
  .object({
    kind: z.literal('tables'),
    status: z.enum(['completed', 'completed_with_failures', 'failed', 'cancelled']),
    run_id: z.string().nullable().describe('Null where rows were only checked.'),
    output_directory: z.string().describe('Absolute path.'),
    storage: z.string().describe('Absolute path, or address of the bucket, that paths of tables count from.'),
    catalog: z.string().describe('Absolute path of the record.'),
    manifest: z.string().describe('Absolute path of the file that lists all tables.'),
    ...tablesSummarySchema.unwrap().shape,
    exit_code: z.number().describe('Process exit status that this result calls for.'),
  })
  .readonly();

/** How a build of tables, or a check of their rows, ended. */
export type TablesResult = z.output<typeof tablesResultSchema>;
