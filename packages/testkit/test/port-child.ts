import { once } from 'node:events';
import { freePorts } from '../src/services/port.ts';

// Prints free ports, and has them until its input ends.
const [count = '0'] = process.argv.slice(2);
console.log(JSON.stringify(await freePorts(Number(count))));
await once(process.stdin.resume(), 'end');
