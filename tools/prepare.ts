import { asTapehaulError } from '@tapehaul/errors';
import { findS5cmd, installS5cmd } from '@tapehaul/s5cmd';
import { rolldown } from 'rolldown';
import bundles from '../rolldown.config.mjs';

/** Second half of the set-up, with packages in place: bundles the commands and sees to it that s5cmd is there. */
for (const { output, ...input } of bundles) await (await rolldown(input)).write(output);

const found = await findS5cmd();
if (found === undefined) {
  console.error('installing s5cmd (once)');
  try {
    const { path, version } = await installS5cmd();
    console.error(`s5cmd ${version} is at ${path}`);
  } catch (thrown) {
    const error = asTapehaulError(thrown);
    console.error(`${error.message}; collections go over plain S3.\n${error.hint}`);
  }
}
