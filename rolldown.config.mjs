const bundle = (input, file) => ({
  input,
  platform: 'node',
  resolve: { conditionNames: ['@tapehaul/source', 'node', 'import', 'default'] },
  output: { file, format: 'esm', codeSplitting: false, sourcemap: true },
});

/** The commands, each bundled to one file straight from the sources. */
export default [
  bundle('apps/cli/src/command.ts', 'apps/cli/dist/tapehaul.mjs'),
  bundle(
    'packages/archive-simulator/src/command.ts',
    'packages/archive-simulator/dist/tapehaul-simulator.mjs',
  ),
];
