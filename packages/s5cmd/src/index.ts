export type { Environment } from '@tapehaul/network';
export {
  cachedS5cmdPath,
  type FoundS5cmd,
  findS5cmd,
  S5CMD_VERSION,
  whyNoS5cmd,
} from './find.ts';
export { installS5cmd } from './install.ts';
export type { BatchReport, S5cmdOptions } from './options.ts';
export { quoteArgument } from './quote.ts';
export { s5cmdEngine } from './s5cmd-engine.ts';
