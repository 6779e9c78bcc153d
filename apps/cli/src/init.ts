import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { input } from '@inquirer/prompts';
import { configJsonSchema, parseConfig } from '@tapehaul/config';
import { TapehaulError } from '@tapehaul/errors';
import { configOfFlags, isByFlags, type RequestFlags } from './request-flags.ts';

/** Options of `tapehaul init`. */
export interface InitOptions extends RequestFlags {
  /** Overwrite the file if it exists. */
  readonly force?: boolean;
}

const SCHEMA = 'collection.schema.json';

/** Writes a configuration and its JSON Schema; gives the exit status. Rejects with a TapehaulError `config_invalid`. */
export async function init(file: string, { force = false, ...flags }: InitOptions): Promise<number> {
  if (existsSync(file) && !force) {
    throw new TapehaulError('config_invalid', `${file} exists already`, {
      hint: 'Give another name, or --force to overwrite it.',
    });
  }
  const request = configOfFlags(
    isByFlags(flags) || process.stdin.isTTY !== true ? flags : await asked(flags),
  );
  parseConfig(request);
  const schema = join(dirname(file), SCHEMA);
  await writeFile(schema, `${JSON.stringify(configJsonSchema(), null, 2)}\n`);
  await writeFile(file, `${JSON.stringify({ $schema: `./${SCHEMA}`, ...request }, null, 2)}\n`);
  process.stdout.write(`wrote ${file}, and ${basename(schema)} for editors\nnext    tapehaul plan ${file}\n`);
  return 0;
}

/** Asks for a request, with answers that can be taken as they are. */
async function asked(flags: RequestFlags): Promise<RequestFlags> {
  const list = (text: string): string[] => text.split(/[,\s]+/).filter((part) => part !== '');
  const market = list(await input({ message: 'Markets', default: 'spot' }));
  const symbol = list(await input({ message: 'Symbols, or patterns with *', default: 'BTCUSDT' }));
  const type = list(await input({ message: 'Data types', default: 'klines' }));
  const interval = list(await input({ message: 'Candle intervals, if any', default: '1h' }));
  const from = await input({ message: 'From (day or month)', default: `${new Date().getUTCFullYear()}-01` });
  const to = await input({ message: 'To (day, month, or latest)', default: 'latest' });
  const candles = interval.length === 0 ? {} : { interval };
  return { ...flags, market, symbol, type, ...candles, from, to };
}
