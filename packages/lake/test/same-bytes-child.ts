import { duckdbWriter } from '../src/index.ts';
import { manyRows } from './many-rows.ts';

// Writes the same rows to the path that it is given, with a number of threads: node same-bytes-child.ts <path> <staging> <threads>
const [path = '', staging = '', threads = '1'] = process.argv.slice(2);
const writer = await duckdbWriter({ staging, threads: Number(threads) });
const metadata = { identity: 'f00d', table: 'trades' };
await writer.write(manyRows(), { path, metadata }, new AbortController().signal);
await writer.close();
