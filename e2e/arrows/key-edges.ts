/** A place that reads an object out of a key or a path. */
export interface KeyRead {
  readonly file: string;
  readonly line: number;
}

/**
 * The files that may read a key or a path, and where that comes from. Everywhere else the object travels as a value.
 */
export const KEY_EDGES: Readonly<Record<string, string>> = {
  'packages/archive-simulator/src/synthetic/synthetic-source.ts': 'requests of a client',
  'packages/planner/src/paths/object-at.ts': 'paths on a disk',
  'packages/workflow/src/plan/listing/archive-listing.ts': 'what a server lists',
  'packages/workflow/src/file/recorded-object.ts': 'stored tasks, and records of the first version',
  'packages/catalog/src/rules/lists/key-ranges.ts': 'ids of stored tasks, which are searched by their parts',
  'apps/server/src/routes/tasks/task-views.ts': 'ids of stored tasks, of which each part is shown',
  'apps/server/src/routes/tasks/whole-task.ts': 'the id of a task in a request',
  'apps/server/src/routes/tasks/failure-groups.ts': 'ids of stored tasks, which are grouped by their parts',
  'packages/workflow/src/upkeep/adopt/recognised-file.ts': 'the folder of another tool, and --as',
  'packages/workflow/src/upkeep/prune/needless-files.ts':
    'files in the output directory that no record names',
  'packages/workflow/src/upkeep/repair/restored-disputes.ts': 'files in the quarantine',
  'packages/workflow/src/upkeep/verify/file-object.ts': 'manifests, and paths of files that none names',
  'packages/workflow/src/why/why-subject.ts': 'the path that a person types',
  'packages/catalog-sqlite/src/cells/fill-cells.ts': 'tasks of a record that an earlier version made',
  'apps/server/src/routes/tasks/task-hint.ts': 'ids of stored tasks: those of files are keys',
  'packages/workflow/src/result/table-file.ts': 'what a Parquet file says of its sources',
  'packages/workflow/src/tables/months/former-sources.ts':
    'sources of recorded tables, which have keys alone',
  'packages/workflow/src/upkeep/verify/tables/rebuild-sources.ts': 'sources of recorded tables',
  'apps/cli/src/show/folded.ts': 'a result, which has keys alone',
  'apps/cli/src/show/tables/months-to-compare.ts': 'sources in the events of a build, which have keys alone',
};

/** Lines that read a key or a path. The package that keys are made by has none, nor has a table of contents. */
export function keyReads(file: string, source: string): KeyRead[] {
  if (file.startsWith('packages/archive/') || file.endsWith('/src/index.ts')) return [];
  return source
    .split('\n')
    .flatMap((text, at) =>
      /^(?!export function ).*\b(?:parseKey|objectAt)\(/.test(text) ? { file, line: at + 1 } : [],
    );
}
