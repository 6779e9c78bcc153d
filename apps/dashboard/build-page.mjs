/** Browsers that have `light-dark()`, popovers and cascade layers as they are written here. */
const BROWSERS = ['chrome125', 'edge125', 'firefox128', 'safari17.5'];

/** The order of the layers, the weakest first. Styles are put together in the order of their chunks, which says nothing. */
const layersFirst = {
  name: 'layers-first',
  enforce: 'post',
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.fileName.endsWith('.css')) file.source = `@layer reset,base,ui,page;${file.source}`;
    }
  },
};

/** Builds the page into a folder: index.html, and beside it `assets/` with names that change with their content. */
export async function buildPage(outDir, plugins) {
  const { build } = await import('vite');
  process.env.NODE_ENV = 'production';
  await build({
    root: import.meta.dirname,
    configFile: false,
    mode: 'production',
    logLevel: 'warn',
    resolve: { conditions: ['@tapehaul/source', 'module', 'browser', 'production'] },
    plugins: [...plugins, layersFirst],
    build: {
      outDir,
      emptyOutDir: true,
      target: BROWSERS,
      cssTarget: BROWSERS,
      // The policy of the page takes scripts and styles from files only.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      cssCodeSplit: false,
      reportCompressedSize: false,
      rolldownOptions: {
        // For frameworks that render on a server.
        onwarn: (warning, report) => {
          if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') report(warning);
        },
      },
    },
  });
}
