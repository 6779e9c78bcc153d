import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';

/**
 * Builds a program of a module whose `go.mod` has replace lines, which `go install` refuses: through a wrapper
 * module in `folder` with the same requirements, replacements and sums. Rejects with execa's error when Go is
 * not there or cannot build it.
 */
export async function goBuildWrapped(
  { module, main, version }: { readonly module: string; readonly main: string; readonly version: string },
  folder: string,
  output: string,
): Promise<void> {
  const { stdout } = await execa('go', ['mod', 'download', '-json', `${module}@v${version}`], {
    cwd: folder,
  });
  const { Dir: source } = JSON.parse(stdout) as { Dir: string };
  const requirements = await readFile(join(source, 'go.mod'), 'utf8');
  const wrapper = requirements.replace(/^module .*$/m, 'module wrapper');
  await writeFile(join(folder, 'go.mod'), `${wrapper}\nrequire ${module} v${version}\n`);
  await writeFile(join(folder, 'go.sum'), await readFile(join(source, 'go.sum')));
  await execa('go', ['build', '-mod=mod', '-o', output, main], { cwd: folder });
}
