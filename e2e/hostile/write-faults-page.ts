import { writeFile } from 'node:fs/promises';
import { faultsPage } from './faults-page.ts';

/** Writes `docs/faults.md` from the tables of the tests. */
await writeFile(new URL('../../docs/faults.md', import.meta.url), faultsPage());
