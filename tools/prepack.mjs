// What every package does before it is packed: npm packs a licence only from the folder of the package itself.
import { copyFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

copyFileSync(join(dirname(dirname(fileURLToPath(import.meta.url))), 'LICENSE'), 'LICENSE');
