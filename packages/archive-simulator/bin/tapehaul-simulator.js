#!/usr/bin/env node
// Plain old syntax, so that an old Node gets as far as the message.
import { existsSync } from 'node:fs';

const bundle = new URL('../dist/tapehaul-simulator.mjs', import.meta.url);

if (Number.parseInt(process.versions.node, 10) < 24) {
  console.error(`tapehaul-simulator needs Node 24 or newer, this is ${process.versions.node}.`);
  process.exitCode = 2;
} else if (!existsSync(bundle)) {
  console.error('tapehaul-simulator is not built: run `npm run bundle` first.');
  process.exitCode = 2;
} else {
  await import(bundle.href);
}
