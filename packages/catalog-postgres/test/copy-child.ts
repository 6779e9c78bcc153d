import { copyRecord } from '../src/index.ts';
import { givenRows } from './given-rows.ts';

// Copies rows without end, and reports each thousand of them.
const [, , url = '', root = ''] = process.argv;
const { rows, ...others } = givenRows(1_000_000);
await copyRecord(url, root, { ...others, rows }, { onProgress: ({ rows }) => process.send?.(rows) });
