import { rmSync } from 'node:fs';

const bundle = (input, dir, name) => ({
  input: { [name]: input },
  platform: 'node',
  resolve: { conditionNames: ['@tapehaul/source', 'node', 'import', 'default'] },
  plugins: [
    { name: 'no-old-parts', buildStart: () => rmSync(`${dir}/parts`, { recursive: true, force: true }) },
  ],
  output: {
    dir,
    entryFileNames: '[name].mjs',
    chunkFileNames: 'parts/[name].mjs',
    format: 'esm',
    sourcemap: true,
  },
});

/**
 * The commands, each bundled straight from the sources: one file, and beside it in `parts/` what it loads only when a
 * command needs it, since reading all of it would take three times as long as starting Node.
 */
export default [
  bundle('apps/cli/src/command.ts', 'apps/cli/dist', 'tapehaul'),
  bundle('apps/server/src/main.ts', 'apps/server/dist', 'tapehaul-server'),
  bundle('packages/archive-simulator/src/main.ts', 'packages/archive-simulator/dist', 'tapehaul-simulator'),
];
