/** The folder that a configuration of the Python workflow names. */
export const OUTPUT = 'output/archive_data';

const OLD = 'bronze/binance/um_futures';

/** What the reader types in the folder of the collection, in this order, by the name of its block in the guide. */
const MAIN = {
  validate: ['tapehaul validate archive-config.json'],
  plan: ['tapehaul plan archive-config.json 2>/dev/null | tail -n 12'],
  adopt: [`find ${OUTPUT} -name '*.zip' | wc -l`, `tapehaul adopt ${OUTPUT} --dir ${OUTPUT}`],
  collect: ['tapehaul collect archive-config.json 2>/dev/null | head -n 9'],
  again: ['tapehaul collect archive-config.json 2>/dev/null | head -n 6'],
  move: [
    `mkdir -p old/${OLD} && mv ${OUTPUT}/${OLD}/* old/${OLD}`,
    `tapehaul adopt old --dir ${OUTPUT} --move`,
    `tapehaul verify ${OUTPUT}`,
  ],
} as const;

/** What is tried beside it, in folders of its own. */
const TRIALS = {
  corrected: ['tapehaul validate corrected-config.json'],
  module: ['node collect.mjs'],
  failing: [
    `tapehaul collect archive-config.json --set markets=spot --set data_types=trades --dir output/trial 2>/dev/null
echo "exit status $?"`,
  ],
  retry: ['tapehaul retry --failed --dir output/trial --log classic 2>&1 | head -n 12'],
} as const;

export type SceneName = keyof typeof MAIN | keyof typeof TRIALS;

/** Scenes by name, in two rows that do not depend on each other. */
export const ROWS: readonly (readonly (readonly [SceneName, readonly string[]])[])[] = [
  Object.entries(MAIN) as [keyof typeof MAIN, readonly string[]][],
  Object.entries(TRIALS) as [keyof typeof TRIALS, readonly string[]][],
];

/** The scene in which the archive refuses a file, and that file. */
export const FAILING = {
  scene: 'failing',
  key: /spot\/daily\/trades\/ETHUSDT\/ETHUSDT-trades-2025-07-05\.zip$/,
} as const;
