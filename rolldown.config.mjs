import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildPage } from './apps/dashboard/build-page.mjs';
import { tableThread } from './packages/lake/table-thread.mjs';
import { thirdPartyLicenses } from './tools/third-party-licenses.mjs';

/** Leaves out of prom-client what pushes metrics, which nobody does here: it loads HTTP, five milliseconds at every start. */
const metricsAlone = {
  name: 'metrics-alone',
  load: {
    filter: { id: /\/prom-client\/lib\/pushgateway\.js$/ },
    handler: () => 'module.exports = undefined;',
  },
};

/**
 * Lets the exporter over gRPC, which requires its library when it first sends, have the one that is bundled: it would
 * look for another in the folder of packages, and what that one makes, the bundled one refuses.
 */
const oneGrpc = {
  name: 'one-grpc',
  transform: {
    filter: { id: /\/otlp-grpc-exporter-base\/dist\/.*\.mjs$/, code: '__require("@grpc/grpc-js")' },
    // On the same line, so that all lines stay where the map has them.
    handler: (code) => ({
      code: `import * as grpcJs from '@grpc/grpc-js'; ${code.replaceAll('__require("@grpc/grpc-js")', 'grpcJs')}`,
      map: null,
    }),
  },
};

const bundle = (input, dir, name, plugins = [], copied = []) => ({
  input: { [name]: input },
  platform: 'node',
  // A native program of 68 MB, and a library of 8 MB: they are loaded from the folder of packages, by the first build of tables and by
  // the first stream of Arrow.
  external: [/^@duckdb\//, 'apache-arrow'],
  resolve: {
    conditionNames: ['@tapehaul/source', 'node', 'import', 'default'],
    alias: {
      // Its main file is UMD, which requires its parts in a way that cannot be bundled.
      'jsonc-parser': 'jsonc-parser/lib/esm/main.js',
      // pg requires it, and expects the class itself, which only its CommonJS file gives.
      'pg-pool': resolve('node_modules/pg-pool/index.js'),
    },
  },
  plugins: [
    { name: 'no-old-parts', buildStart: () => rmSync(`${dir}/parts`, { recursive: true, force: true }) },
    metricsAlone,
    oneGrpc,
    tableThread,
    thirdPartyLicenses(copied),
    ...plugins,
  ],
  output: {
    dir,
    entryFileNames: '[name].mjs',
    chunkFileNames: 'parts/[name].mjs',
    format: 'esm',
    sourcemap: true,
  },
});

/** The pages of the service: its own, and what shows its interface; packed with it, so that installing it needs nothing else. */
const page = {
  name: 'page',
  async writeBundle() {
    mkdirSync('apps/server/dist/page', { recursive: true });
    for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js', 'NOTICE']) {
      copyFileSync(`node_modules/swagger-ui-dist/${file}`, `apps/server/dist/page/${file}`);
    }
    await buildPage(resolve('apps/server/dist/page/app'), [thirdPartyLicenses([])]);
  },
};

/**
 * The commands, each bundled straight from the sources: one file, and beside it in `parts/` what it loads only when a
 * command needs it, since reading all of it would take three times as long as starting Node.
 */
export default [
  bundle('apps/cli/src/command.ts', 'apps/cli/dist', 'tapehaul'),
  bundle(
    'apps/server/src/main.ts',
    'apps/server/dist',
    'tapehaul-server',
    [page],
    ['node_modules/swagger-ui-dist'],
  ),
  bundle('packages/archive-simulator/src/main.ts', 'packages/archive-simulator/dist', 'tapehaul-simulator'),
];
