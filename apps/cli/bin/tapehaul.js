#!/usr/bin/env -S MALLOC_ARENA_MAX=2 node --max-semi-space-size=16 --max-old-space-size=1024
// The sizes keep a collection under 250 MB: left alone, V8 lets garbage pile up to twice that, and the C library of Linux keeps
// freed memory for each thread that hashes or writes.
// Runs under any Node, so that an old one gets a clear word in place of a syntax error.
import { existsSync } from 'node:fs';
import module from 'node:module';

const bundle = new URL('../dist/tapehaul.mjs', import.meta.url);
if (Number.parseInt(process.versions.node, 10) < 24) {
  console.error(`tapehaul needs Node 24 or newer, this is ${process.versions.node}.`);
  console.error('In its repository, start it with npx: that uses the Node that npm install brought.');
  process.exit(2);
}
if (!existsSync(bundle)) {
  console.error('tapehaul is not bundled yet: run "npm run bundle" in the repository.');
  process.exit(2);
}
module.enableCompileCache();
await import(bundle.href);
