import {
  BUILT_IN_MATRIX,
  type CollectionConfig,
  type ConfigOptions,
  checkConfig,
  loadConfig,
  type Matrix,
  parseConfig,
  readJsonFile,
} from '@tapehaul/config';
import { asTapehaulError, type Problem, type TapehaulError } from '@tapehaul/errors';

/** The configuration that a set-up is tested with. */
export interface SetupSettings {
  /** What is wrong with it; undefined where it is valid. */
  readonly fault: TapehaulError | undefined;
  /** The configuration; where it is faulty, with usual values in place of the faulty ones. */
  readonly config: CollectionConfig;
  /** The faulty keys that have the usual value in its place; all of a file that cannot be read. */
  readonly replaced: ReadonlySet<string> | 'all';
  readonly matrix: Matrix;
  readonly warnings: readonly Problem[];
}

/** A request, in place of a faulty one. */
const USUAL_REQUEST = {
  markets: ['spot'],
  symbols: ['BTCUSDT'],
  data_types: ['klines'],
  date_range: { start: '2025-07-01', end: '2025-07-01' },
} as const;

/** Reads a configuration for the test of a set-up: one that is faulty is a result, too. Rejects with a TapehaulError `config_unreadable` where there is no file. */
export async function readSetupSettings(path: string, options: ConfigOptions): Promise<SetupSettings> {
  try {
    const { config, matrix, warnings } = await loadConfig(path, options);
    return { fault: undefined, config, replaced: new Set(), matrix, warnings };
  } catch (thrown) {
    const fault = asTapehaulError(thrown);
    const input = await readJsonFile(path).catch(() => undefined);
    if (input === undefined && fault.facts.code !== undefined) throw fault;
    const usable = input === undefined ? usual() : withoutFaults(input, fault, options);
    return { fault, ...usable, matrix: BUILT_IN_MATRIX, warnings: [] };
  }
}

type Usable = Pick<SetupSettings, 'config' | 'replaced'>;

function withoutFaults(input: unknown, { problems }: TapehaulError, options: ConfigOptions): Usable {
  const replaced = new Set(['matrix_path', ...problems.map(({ path }) => /^\w*/.exec(path)?.[0] ?? '')]);
  const kept = typeof input === 'object' && input !== null ? Object.entries(input) : [];
  const rest = Object.fromEntries(kept.filter(([key]) => !replaced.has(key)));
  // A fault may also be in the environment or in an override, or show only together with another key.
  for (const more of [options, {}]) {
    const { config } = checkConfig({ ...USUAL_REQUEST, ...rest }, more);
    if (config !== undefined) return { config: { ...config, matrix_path: undefined }, replaced };
  }
  return usual();
}

function usual(): Usable {
  return { config: parseConfig(USUAL_REQUEST), replaced: 'all' };
}
