// What every package does before it is packed.
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// npm packs a licence only from the folder of the package itself.
copyFileSync(join(dirname(dirname(fileURLToPath(import.meta.url))), 'LICENSE'), 'LICENSE');

// The compiler leaves in dist what it built from a source that was removed or renamed.
for (const file of readdirSync('dist', { recursive: true })) {
  if (!file.endsWith('.map')) continue;
  const map = join('dist', file);
  const [source, ...others] = JSON.parse(readFileSync(map, 'utf8')).sources;
  const isGone = source?.endsWith('.ts') && !existsSync(join(dirname(map), source));
  if (!isGone || others.length > 0) continue;
  rmSync(map);
  rmSync(map.slice(0, -'.map'.length));
}
