import { asTapehaulError } from '@tapehaul/errors';
import { findS5cmd, installS5cmd } from '@tapehaul/s5cmd';

/** Part of the set-up: installs s5cmd. Without it collections use plain S3. */
if ((await findS5cmd()) === undefined) {
  console.error('installing s5cmd (once)');
  try {
    const { path, version } = await installS5cmd();
    console.error(`s5cmd ${version} is at ${path}`);
  } catch (thrown) {
    const error = asTapehaulError(thrown);
    console.error(`${error.message}; collections go over plain S3.\n${error.hint}`);
  }
}
