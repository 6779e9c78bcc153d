import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { input } from '@inquirer/prompts';
import { checkConfig, configJsonSchema, isCandleTypeName, parseConfig, problemText } from '@tapehaul/config';
import { asTapehaulError, TapehaulError } from '@tapehaul/errors';
import { overridesOfFlags, type RequestFlags } from '../../options/request-flags.ts';

/** Options of `tapehaul init`. */
export interface InitOptions extends RequestFlags {
  /** Overwrite the file if it exists. */
  readonly force?: boolean;
}

const SCHEMA = 'collection.schema.json';
/** Flags that a request cannot do without. */
const NEEDED = ['market', 'symbol', 'type', 'from'] as const;
/** Exit status after Ctrl-C at a question. */
const INTERRUPTED = 130;

/**
 * Writes a configuration and its JSON Schema, asking on a terminal for what flags do not say; gives the exit status.
 * Rejects with a TapehaulError: `config_invalid`, or that of the file system where the file cannot be written.
 */
export async function init(file: string, { force = false, ...flags }: InitOptions): Promise<number> {
  if (existsSync(file) && !force) {
    throw new TapehaulError('config_invalid', `${file} already exists`, {
      hint: 'Pass another name, or --force to overwrite it.',
    });
  }
  const missing = NEEDED.filter((flag) => flags[flag] === undefined);
  if (missing.length > 0 && process.stdin.isTTY !== true) throw unsaid(missing);
  const wanted = missing.length > 0 ? await promptFor(flags).catch(undefinedIfInterrupted) : flags;
  if (wanted === undefined) return INTERRUPTED;
  const request = requestOf(wanted);
  parseConfig(request);
  const schema = join(dirname(file), SCHEMA);
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(schema, `${JSON.stringify(configJsonSchema(), null, 2)}\n`);
    await writeFile(file, `${JSON.stringify({ $schema: `./${SCHEMA}`, ...request }, null, 2)}\n`);
  } catch (thrown) {
    const error = asTapehaulError(thrown);
    throw error.withMessage(`${file} cannot be written: ${error.message}`, {
      hint: 'Pass a file in a folder that this user can write to; folders that are missing are created.',
    });
  }
  process.stdout.write(`wrote ${file}, and ${basename(schema)} for editors\nnext    tapehaul plan ${file}\n`);
  return 0;
}

function unsaid(flags: readonly string[]): TapehaulError {
  const named = flags.map((flag) => `--${flag}`).join(', ');
  return new TapehaulError('config_invalid', `there is no terminal to answer questions in; pass ${named}`, {
    hint: 'For example: tapehaul init collection.json --market spot --symbol BTCUSDT --type klines --interval 1h --from 2025-01',
  });
}

function undefinedIfInterrupted(error: unknown): undefined {
  if (error instanceof Error && error.name === 'ExitPromptError') return undefined;
  throw error;
}

/** The configuration that flags mean. */
function requestOf(flags: RequestFlags): Record<string, unknown> {
  const { 'date_range.start': start, 'date_range.end': end = 'latest', ...others } = overridesOfFlags(flags);
  return { ...others, date_range: { ...(start === undefined ? {} : { start }), end } };
}

/** Requests what is not said yet, with answers that can be taken as they are; a wrong one is requested again. */
async function promptFor(given: RequestFlags): Promise<RequestFlags> {
  let flags = given;
  const prompt = async (
    flag: keyof RequestFlags,
    field: string,
    message: string,
    usual: string,
    read: (text: string) => string | string[],
  ): Promise<void> => {
    if (flags[flag] !== undefined) return;
    const withAnswer = (text: string): RequestFlags => ({ ...flags, [flag]: read(text) });
    const answer = await input({
      message,
      default: usual,
      validate: (text) => {
        const { problems } = checkConfig(requestOf(withAnswer(text)));
        const problem = problems.find(({ path }) => path.startsWith(field));
        return problem === undefined || problemText(problem);
      },
    });
    if (answer !== '') flags = withAnswer(answer);
  };
  const list = (text: string): string[] => text.split(/[,\s]+/).filter((part) => part !== '');
  const day = (text: string): string => text.trim();
  await prompt('market', 'markets', 'Markets', 'spot', list);
  await prompt('symbol', 'symbols', 'Symbols', 'BTCUSDT', list);
  await prompt('type', 'data_types', 'Data types', 'klines', list);
  const areCandles = flags.type?.some(isCandleTypeName) ?? false;
  if (areCandles) await prompt('interval', 'intervals', 'Candle intervals', '1h', list);
  await prompt('from', 'date_range.start', 'From (day or month)', `${new Date().getUTCFullYear()}-01`, day);
  await prompt('to', 'date_range.end', 'To (day, month, or latest)', 'latest', day);
  return flags;
}
