import { type CollectionConfig, checkConfig, validConfig } from '@tapehaul/config';
import { DATA_TYPES, MARKETS } from '@tapehaul/workflow';
import { rethrowAsTyped } from '../flag-words.ts';
import { outputDirectory } from '../output-directory.ts';
import { overridesOfFlags, type RequestFlags } from '../request-flags.ts';

/** What a command about tables takes beside series and days. */
export interface TablesFlags extends Omit<RequestFlags, 'dir'> {
  readonly numbers?: 'double' | 'decimal';
  readonly repair?: 'off' | 'days' | 'rows';
  /** Months to compare with their daily files. */
  readonly compare?: readonly string[];
}

/** The output directory that a command about tables is about: as given, as the environment says, or the usual one; of a bucket that of its record. */
export function tablesDirectory(directory: string | undefined): string {
  return outputDirectory(directory === undefined ? {} : { dir: directory });
}

/** Everything that is held, as far as flags and the environment do not say less. Throws a TapehaulError in the words of the flags. */
export function tablesConfig(root: string, options: TablesFlags): CollectionConfig {
  const { numbers, repair, compare, ...flags } = options;
  const everything = {
    markets: [...MARKETS],
    symbols: ['*'],
    data_types: [...DATA_TYPES],
    date_range: { start: '2017-01-01', end: 'latest' },
    output_directory: root,
  };
  const overrides = {
    ...overridesOfFlags(flags),
    tables: true,
    planning: 'auto',
    ...(numbers === undefined ? {} : { 'tables.numbers': numbers }),
    ...(repair === undefined ? {} : { 'tables.repair': repair }),
    ...(compare === undefined ? {} : { 'tables.compare': compare.join(',') }),
  };
  try {
    return validConfig(checkConfig(everything, { env: process.env, overrides }));
  } catch (thrown) {
    const named = new Map([['tables.compare', '--compare']]);
    rethrowAsTyped(thrown, { flags, set: [], options: named, byFlags: true });
  }
}
