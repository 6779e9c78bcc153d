// Before the package is packed: bundles its workflow, which a worker runs in a sandbox, with the licences of what that brings.
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { bundleFlow } from './dist/flow/flow-bundle.js';

const MAP = '//# sourceMappingURL=data:application/json;charset=utf-8;base64,';

const { code } = await bundleFlow();
const [program, encoded] = code.split(MAP);
const { sources } = JSON.parse(Buffer.from(encoded, 'base64').toString());
// Workers require a map. That of the bundle is twice its size, and names folders of the machine that built it.
const map = { version: 3, file: 'run-flow.bundle.js', sources: [], names: [], mappings: '' };
writeFileSync(
  'dist/flow/run-flow.bundle.js',
  program + MAP + Buffer.from(JSON.stringify(map)).toString('base64'),
);

// The bundle also has a few lines of webpack's own.
const webpack = dirname(
  createRequire(import.meta.resolve('@temporalio/worker')).resolve('webpack/package.json'),
);
const folders = sources.map(
  (source) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(source.replace('ignored|', ''))?.[0],
);
const licences = [...new Set([...folders, webpack])]
  .filter((folder) => folder !== undefined)
  .map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const [file] = globSync('{LICENSE,license}*', { cwd: folder });
    return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8')}`;
  });
writeFileSync('dist/THIRD_PARTY_LICENSES.txt', licences.sort().join(`\n${'-'.repeat(80)}\n\n`));
