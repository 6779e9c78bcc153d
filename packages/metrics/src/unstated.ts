// Made from PROVIDERS of packages/workflow/src/engines/providers.ts by the test beside it, with -u.
// biome-ignore-all format: made by a program

/** What the engines state of themselves, before they have. */
export const UNSTATED = {
  "s5cmd_available": false,
  "batch_mode_enabled": false
};
