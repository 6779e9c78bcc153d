import { everyPage, everyRow } from '@tapehaul/catalog';
import { openToRead } from '../src/index.ts';
import { NAME } from './test-rows.ts';

// Reads all tasks of a run, page by page or as a whole list, and prints how many there are.
const [, , path = '', runId = '', how = ''] = process.argv;
const reader = openToRead(path);
const pages = everyPage((page) => reader.tasks(runId, { name: NAME, ...page }));
let rows = 0;
if (how === 'whole') {
  rows = (await Array.fromAsync(everyRow(pages))).length;
} else {
  for await (const page of pages) rows += page.length;
}
await reader.close();
console.log(rows);
