export type { Environment } from '@tapehaul/network';
export type { BatchReport, S5cmdOptions } from './command/options.ts';
export { quoteArgument } from './command/quote.ts';
export {
  cachedS5cmdPath,
  type FoundS5cmd,
  findS5cmd,
  S5CMD_VERSION,
  whyNoS5cmd,
} from './program/find.ts';
export { installS5cmd } from './program/install.ts';
export { s5cmdEngine } from './s5cmd-engine.ts';
export { type S5cmdSettings, s5cmdProvider } from './s5cmd-provider.ts';
