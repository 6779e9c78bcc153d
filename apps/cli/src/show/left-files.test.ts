import { expect, test } from 'vitest';
import { LeftFiles } from './left-files.ts';

test('files that share a code and differ in what is said of them show one of these as an example', () => {
  const files = new LeftFiles();
  files.add('failed    ', 'sub/b.zip', 'checksum_mismatch', 'b.zip: published 1, found 2');
  files.add('failed    ', 'sub/a.zip', 'checksum_mismatch', 'a.zip: published 3, found 4');
  files.add('unknown   ', 'y.txt', 'not_a_zip', 'not a zip');
  files.add('unknown   ', 'x.txt', 'not_a_zip', 'not a zip');
  expect(files.lines()).toEqual([
    'failed     sub/: 2 files, a.zip … b.zip: e.g. a.zip: published 3, found 4',
    'unknown    ./: 2 files, x.txt … y.txt: not a zip',
  ]);
});
