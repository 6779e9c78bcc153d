import { FAULTS } from '@tapehaul/testkit';
import type { Behaviour } from '@tapehaul/testkit/hostile';
import { BEHAVIOURS, LISTINGS } from '@tapehaul/testkit/hostile';

/** The page of the docs about faults, made from the tables that drive the tests. */
export function faultsPage(): string {
  return PAGE.replace('FAULTS', table(['fault', 's3', 's5cmd'], FAULTS.map(faultRow)))
    .replace('OBJECTS', behaviourTable('object'))
    .replace('SIDECARS', behaviourTable('sidecar'))
    .replace(
      'LISTINGS',
      table(
        ['the listing', 'result'],
        LISTINGS.map(({ name, ends }) => [name, ends]),
      ),
    );
}

const faultRow = ({ fault, ends, endsWithS5cmd = ends }: (typeof FAULTS)[number]) => [
  fault,
  ends,
  endsWithS5cmd,
];

function behaviourTable(of: Behaviour['of']): string {
  const rows = BEHAVIOURS.filter((behaviour) => behaviour.of === of);
  return table(
    [`the ${of}`, 's3', 's5cmd', 'both'],
    rows.map(({ name, ends, endsWithS5cmd = ends, endsWithAuto = ends }) => [
      name,
      ends,
      endsWithS5cmd,
      endsWithAuto,
    ]),
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return lines.join('\n');
}

const PAGE = `# Faults and hostile sources

The archive, and everything between it and this machine, is never trusted. This page shows what happens with each fault.
\`failed\` is followed by the error code of the file; \`absent\` means that the archive does not have it. Every row is a
test, beside five files that meet no fault: those always arrive, nothing wrong is published, and nothing is left in staging.
Do not edit the tables: \`npm run docs:faults\` writes this page from \`packages/testkit/src/faults.ts\` and \`packages/testkit/src/hostile\`.

## Limits

| what | limit | error |
| --- | --- | --- |
| bytes of a file that a listing showed | its size, and as much again or 1 MiB for one that was replaced since | \`too_large\` |
| bytes of any other file | [\`max_object_bytes\`](configuration.md), 16 GiB | \`too_large\` |
| bytes of a sidecar | 1,024; then the connection is closed and nothing is kept | \`sidecar_invalid\` |
| speed of a body | [\`low_speed_limit\`](configuration.md), 50 bytes a second for a minute | \`too_slow\` |
| time without a byte | [\`timeout_seconds\`](configuration.md) | \`stalled\` |
| bytes of a listing page | 8 MiB | \`listing_invalid\` |
| pages and names of a listing | 10,000 pages, 1,000,000 objects, 100,000 folders; three pages without a new name | \`listing_invalid\` |
| entries of a zip | 16; files of the archive have one | \`zip_refused\` |
| content of a zip | 250 times its size (16 MiB at least), 128 GiB at most | \`zip_refused\` |
| an error document | 64 KiB and 5 seconds; the rest is not read | the error of its status |
| memory of an s5cmd process | 512 MiB | \`engine_crashed\` |
| wait of s5cmd for a first byte, while it requests without end | 10 s on Linux, elsewhere \`timeout_seconds\` | \`stalled\` |

s5cmd has no such limits of its own. Its files are checked twice a second: a process whose file grows beyond its limit is
ended, and another process does its other files. An answer that is empty and has no length makes
it request the same file without end. Linux shows that by what the process reads; elsewhere \`timeout_seconds\` ends it.

## Faults that pass, and faults that stay

A fault "that passes" is met once or twice, one "for ever" by every request; the downloader tries three times there.

FAULTS

## Hostile objects

"both" is both engines, S3 first. Over S3 the server is read exactly as HTTP/1.1 says; s5cmd accepts more.

S3 follows no redirect. s5cmd has no switch for that, so tapehaul gives it a proxy that does not exist for every host but that
of the source: a redirect to another host fails. Two kinds are still followed: one to this machine (\`localhost\`,
\`127.0.0.0/8\`), and, behind a proxy, one that the proxy allows. What comes by them is proved by the sidecar like everything
else, and the sidecar comes over S3 wherever S3 reaches the source. Only where nothing proves a file (no sidecar, or
\`download_checksum: false\`) could another host replace it; set \`engine\` to \`s3\` there.

OBJECTS

## Hostile sidecars

SIDECARS

## Hostile listings

A wrong entry is one problem: it is left out, and \`tapehaul plan\` and the log of the run report it. A date that is none
is a problem too; that entry is used without its date.

LISTINGS

## The disk and the programs

| fault | result |
| --- | --- |
| disk full | failed disk_full for files without room, nothing partial |
| read-only file system | failed disk_failed |
| a file in place of a directory, a directory in place of a file | failed target_blocked |
| an object of another size than was listed | downloaded if its sidecar proves it, else failed size_mismatch |
| a directory below the output directory that is on another file system | failed target_blocked, with a hint |
| a symbolic link in the place of \`.tapehaul\`, or of its staging or quarantine | refused, target_blocked: what it leads to would be removed |
| a file that cannot be published | failed, and nothing of it stays in staging |
| an object that is replaced while it is fetched | over s3 the parts are of one version or it is fetched again; over s5cmd the SHA-256 or CRC shows it, and it is fetched again |
| s5cmd missing, dying, killed, silent, hanging, printing junk | downloaded over S3; \`fallBacks\` of the outcome says why |
`;
