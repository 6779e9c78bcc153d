import { simulate } from './command.ts';

await simulate('tapehaul-simulator', process.argv.slice(2));
