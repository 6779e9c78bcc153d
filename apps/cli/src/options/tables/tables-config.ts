import { type CollectionConfig, checkConfig, validConfig } from '@tapehaul/config';
import { DATA_TYPES, MARKETS } from '@tapehaul/workflow';
import { rethrowAsTyped } from '../flag-words.ts';
import { outputDirectory } from '../output-directory.ts';
import { overridesOfFlags, type RequestFlags } from '../request-flags.ts';

/** What a command about tables takes beside series and days. */
export interface TablesFlags extends Omit<RequestFlags, 'dir'> {
  readonly numbers?: 'double' | 'decimal';
  readonly repair?: 'off' | 'days' | 'rows';
}

/** The output directory that a command about tables is about: as given, as the environment says, or the usual one; of a bucket that of its record. */
export function tablesDirectory(directory: string | undefined): string {
  return outputDirectory(directory === undefined ? {} : { dir: directory });
}

/** Everything that is held, as far as flags and the environment do not say less. Throws a TapehaulError in the words of the flags. */
export function tablesConfig(root: string, options: TablesFlags): CollectionConfig {
  const { numbers, repair, ...flags } = options;
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
  };
  try {
    return validConfig(checkConfig(everything, { env: process.env, overrides }));
  } catch (thrown) {
    rethrowAsTyped(thrown, { flags, set: [], byFlags: true });
  }
}
