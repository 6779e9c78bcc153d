import { entryRules } from './e2e/arrows/rules/entry-rules.ts';
import { packageArrows } from './e2e/arrows/rules/package-arrows.ts';
import { roomArrows } from './e2e/arrows/rules/room-arrows.ts';
import { seamRules } from './e2e/arrows/rules/seam-rules.ts';

/** The arrows of docs/design.md; each file of rules has one subject. */
export default {
  forbidden: [...packageArrows, ...roomArrows, ...seamRules, ...entryRules],
  options: {
    tsConfig: { fileName: 'tsconfig.base.json' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    doNotFollow: { path: 'node_modules' },
    // What is built, and reports of how much tests cover; the package `coverage` is neither.
    exclude: { path: '(^|/)dist/|^coverage/|^(packages|apps)/[^/]+/coverage/' },
    enhancedResolveOptions: {
      conditionNames: ['@tapehaul/source', 'import', 'types', 'default'],
      exportsFields: ['exports'],
    },
  },
};
