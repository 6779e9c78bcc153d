import { SOURCE_STYLES } from '@tapehaul/archive';
import * as z from 'zod';
import { endpointForm, prefixForm } from '../reading/text-forms.ts';
import { DEFAULT_SOURCE } from './defaults.ts';

/** Where the archive is read from. */
export const sourceSchema = z.strictObject({
  endpoint: endpointForm.default(DEFAULT_SOURCE.endpoint),
  bucket: z.string().min(1).default(DEFAULT_SOURCE.bucket),
  region: z.string().min(1).default(DEFAULT_SOURCE.region),
  prefix: prefixForm
    .optional()
    .describe('Leads every key of the archive in the bucket, such as mirrors/binance; nothing by default.'),
  style: z
    .enum(SOURCE_STYLES)
    .optional()
    .describe(
      'Where the bucket stands: path, in front of the host, or none: a plain HTTP mirror; path if left out.',
    ),
});
