import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { clientTypes, openApiDocument } from './document.ts';

/** Writes the types of `@tapehaul/client` from the service as it is now: `npm run client`. */
const file = join(import.meta.dirname, '../../../../packages/client/src/service.ts');
await writeFile(file, await clientTypes(await openApiDocument()));
