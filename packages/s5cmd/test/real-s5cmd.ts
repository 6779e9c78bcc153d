import { findS5cmd } from '../src/index.ts';

/** Path of the s5cmd program that the tests use. */
export async function realS5cmd(): Promise<string> {
  const found = await findS5cmd();
  if (found === undefined) throw new Error('these tests need s5cmd: run "npm run setup"');
  return found.path;
}
