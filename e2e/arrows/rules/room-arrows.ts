import { type Rule, TESTS } from './rule.ts';

/** A folder whose folders are rooms. */
interface Rooms {
  readonly above: readonly string[];
  readonly rooms: Readonly<Record<string, readonly string[]>>;
}

/**
 * Which room of a folder may import which: the arrows between rooms of docs/design.md. `above` are the files at the top of the
 * folder that compose its rooms; every other file at the top is below the rooms, and imports none of them.
 */
export const ROOMS: Readonly<Record<string, Rooms>> = {
  'packages/workflow/src': {
    above: ['index'],
    rooms: {
      file: [],
      engines: [],
      disputes: ['file'],
      plan: ['disputes', 'engines', 'file'],
      events: ['engines', 'file', 'plan'],
      storage: ['engines'],
      result: ['events', 'file', 'plan'],
      tables: ['engines', 'events', 'file', 'result', 'storage'],
      collect: ['disputes', 'engines', 'events', 'file', 'plan', 'result', 'tables'],
      fleet: ['collect', 'disputes', 'engines', 'events', 'file'],
      setup: ['collect', 'engines', 'events', 'result', 'upkeep'],
      upkeep: ['engines', 'events', 'file', 'result', 'storage', 'tables'],
      why: [],
    },
  },
  'packages/workflow/src/upkeep': {
    above: [],
    rooms: {
      adopt: [],
      disputes: ['adopt'],
      doctor: [],
      migrate: [],
      prune: [],
      repair: ['verify'],
      verify: [],
    },
  },
  'apps/cli/src': {
    above: ['command', 'command-list', 'program'],
    rooms: {
      show: [],
      options: [],
      json: ['show'],
      process: ['json', 'options', 'show'],
      progress: ['json', 'options', 'process', 'show'],
      completion: ['options', 'show'],
      actions: ['json', 'options', 'process', 'progress', 'show'],
      commands: ['actions', 'options'],
    },
  },
  'apps/dashboard/src': {
    above: ['main'],
    rooms: {
      words: [],
      api: ['words'],
      ui: ['api', 'words'],
      pages: ['api', 'ui', 'words'],
      app: ['api', 'pages', 'ui'],
    },
  },
  'apps/server/src': {
    above: ['main', 'server'],
    rooms: {
      records: [],
      access: ['records'],
      page: ['access'],
      http: ['access', 'records'],
      store: ['access'],
      plans: ['access', 'records'],
      runs: ['access', 'http', 'plans', 'records', 'store'],
      metrics: ['records', 'runs', 'store'],
      routes: ['access', 'http', 'plans', 'records', 'runs', 'store'],
    },
  },
};

/** The rules of {@link ROOMS}. */
export const roomArrows: readonly Rule[] = Object.entries(ROOMS).flatMap(
  ([folder, { above, rooms: targetsOf }]) => {
    const below = (names: readonly string[]): string[] =>
      names.length === 0 ? [] : [`^${folder}/(${names.join('|')})/`];
    const names = Object.keys(targetsOf);
    const top = above.map((name) => `^${folder}/${name}\\.tsx?$`);
    return [
      ...Object.entries(targetsOf).map(
        ([room, targets]): Rule => ({
          name: `arrows-of-${folder.replace(/^[^/]+\/|src\/?/g, '').replace(/\/$/, '')}/${room}`,
          comment: `${folder}/${room} may import of its neighbours ${targets.length === 0 ? 'none' : targets.join(', ')}`,
          severity: 'error',
          from: { path: `^${folder}/${room}/`, pathNot: TESTS },
          to: { path: [`^${folder}/[^/]+/`, ...top], pathNot: below([room, ...targets]) },
        }),
      ),
      {
        name: `what-is-below-the-rooms-of-${folder}`,
        comment: `a file at the top of ${folder} imports no room of it, except ${above.join(', ') || 'none'}`,
        severity: 'error',
        from: { path: `^${folder}/[^/]+\\.ts$`, pathNot: [...top, TESTS] },
        to: { path: [`^${folder}/[^/]+/`, ...top] },
      },
      {
        name: `rooms-of-${folder}-are-listed`,
        comment: `a folder of ${folder} has its arrows in ROOMS`,
        severity: 'error',
        from: { path: `^${folder}/[^/]+/`, pathNot: [...below(names), TESTS] },
        to: {},
      },
    ];
  },
);
