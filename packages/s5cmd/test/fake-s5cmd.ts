import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Shell words for scripts that stand in for s5cmd. `next` reads a line into `line` and its destination into
 * `part`, from the batch file or stdin; `arrived` reports five bytes there, `brings` also writes them, and
 * `absent` reports a missing object. `$here` is the directory of the script.
 */
const WORDS = `#!/bin/sh
here=$(dirname "$0")
for last; do :; done
[ "$last" = run ] || exec < "$last"
next() { read -r line || return 1; part=\${line##*" '"}; part=\${part%"'"}; }
arrived() { echo '{"operation":"cp","success":true,"source":"s3://b/k","destination":"'"\${1:-$part}"'","object":{"size":5}}'; }
brings() { printf 12345 > "\${1:-$part}"; arrived "$@"; }
absent() { echo '{"command":"cp s3://b/k '"\${1:-$part}"'","error":"NoSuchKey: no. status code: 404"}' >&2; }
`;

/** Writes a shell script that stands in for s5cmd, and gives its path. */
export async function fakeS5cmd(directory: string, script: string): Promise<string> {
  const binary = join(directory, 's5cmd');
  await writeFile(binary, `${WORDS}\n${script}\n`);
  await chmod(binary, 0o755);
  return binary;
}
