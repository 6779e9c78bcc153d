import { FAULTS } from '@tapehaul/testkit';
import {
  BEHAVIOUR_GROUPS,
  type Behaviour,
  LISTING_GROUPS,
  type ListingBehaviour,
} from '@tapehaul/testkit/hostile';

/** The page of the docs about faults, made from the tables that drive the tests. */
export function faultsPage(): string {
  const { lengths, headers, framing, answers, contents, sidecars } = BEHAVIOUR_GROUPS;
  const { pages, entries, documents, faults } = LISTING_GROUPS;
  const tables: Readonly<Record<string, string>> = {
    FAULTS: table(
      ['fault', 'result'],
      FAULTS.map(({ fault, ...row }) => [fault, resultOf(row)]),
    ),
    LENGTHS: behaviourTable(lengths),
    HEADERS: behaviourTable(headers),
    FRAMING: behaviourTable(framing),
    ANSWERS: behaviourTable(answers),
    CONTENTS: behaviourTable(contents),
    SIDECARS: behaviourTable(sidecars),
    'LISTED-PAGES': listingTable(pages),
    'LISTED-ENTRIES': listingTable(entries),
    'LISTED-DOCUMENTS': listingTable(documents),
    'LISTED-FAULTS': listingTable(faults),
  };
  return PAGE.replace(/\[\[([A-Z-]+)\]\]/g, (_, name: string) => tables[name] ?? name);
}

/** How a behaviour ends over S3; over s5cmd alone and with both engines where that is another. */
function resultOf({
  ends,
  endsWithS5cmd = ends,
  endsWithAuto = ends,
}: Pick<Behaviour, 'ends' | 'endsWithS5cmd' | 'endsWithAuto'>): string {
  return [
    ends,
    ...(endsWithS5cmd === ends ? [] : [`s5cmd: ${endsWithS5cmd}`]),
    ...(endsWithAuto === ends ? [] : [`both: ${endsWithAuto}`]),
  ].join('; ');
}

function behaviourTable(behaviours: readonly Behaviour[]): string {
  return table(
    ['what is sent', 'result'],
    behaviours.map((behaviour) => [behaviour.name, resultOf(behaviour)]),
  );
}

function listingTable(behaviours: readonly ListingBehaviour[]): string {
  return table(
    ['the listing', 'result'],
    behaviours.map(({ name, ends }) => [name, ends]),
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return lines.join('\n');
}

const PAGE = `# Faults and hostile sources

The archive, and everything between it and this machine, is never trusted. This page shows what happens with each fault.
Every row is a test, beside five files that meet no fault: those always arrive, nothing wrong is published, and nothing is
left in staging.

\`failed\` is followed by the error code of the file; \`absent\` means that the archive does not have it. The result is the
same over S3, over s5cmd, and with both engines, S3 first. \`s5cmd:\` and \`both:\` say where it is another.

Do not edit the tables: \`npm run docs:faults\` writes this page from \`packages/testkit/src/faults.ts\` and \`packages/testkit/src/hostile\`.

## How much is read at most?

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

## What happens with a fault that passes, and with one that stays?

A fault "that passes" is met once or twice, one "for ever" by every request; the downloader tries three times there.

[[FAULTS]]

## What happens with a wrong length?

Over S3 the server is read exactly as HTTP/1.1 says; s5cmd accepts more.

[[LENGTHS]]

## What happens with a strange header?

[[HEADERS]]

## What happens with an answer that breaks HTTP, or never ends?

[[FRAMING]]

## What happens with another status?

[[ANSWERS]]

## Can a redirect replace a file?

S3 follows no redirect. s5cmd has no switch for that, so tapehaul gives it a proxy that does not exist for every host but that
of the source: a redirect to another host fails. Two kinds are still followed: one to this machine (\`localhost\`,
\`127.0.0.0/8\`), and, behind a proxy, one that the proxy allows. What comes by them is proved by the sidecar like everything
else, and the sidecar comes over S3 wherever S3 reaches the source. Only where nothing proves a file (no sidecar, or
\`download_checksum: false\`) could another host replace it; set \`engine\` to \`s3\` there.

## What happens with wrong content?

[[CONTENTS]]

## What is found at which depth of proof?

[\`proof\`](configuration.md#how-are-files-proved-and-kept) says how deep files are proved; \`auto\` is \`deep\` up to 16 KiB and \`published\` above.

| fault | published | deep | without a sidecar, or with proof none |
| --- | --- | --- | --- |
| an altered byte | failed checksum_disputed | failed checksum_disputed | failed not_a_zip |
| a body that is cut off, or a page in its place | failed not_a_zip or checksum_disputed | failed not_a_zip or checksum_disputed | failed not_a_zip |
| a zip that has another size or packing than it states, with its sidecar | failed not_a_zip | failed not_a_zip | failed not_a_zip |
| a zip whose content has another CRC than it states, with its sidecar | **not found**: downloaded | failed not_a_zip | failed not_a_zip |

Of the last one the archive itself says that these are its bytes: only reading the content shows that they are of no use.

## What happens with a wrong sidecar?

[[SIDECARS]]

## What happens with a wrong entry of a listing?

A wrong entry is one problem: it is left out, and \`tapehaul plan\` and the log of the run report it. A date that is none
is a problem too; that entry is used without its date.

[[LISTED-ENTRIES]]

## What happens with a listing that does not end, or is none?

[[LISTED-PAGES]]

[[LISTED-DOCUMENTS]]

## What happens with a fault while a page is read?

[[LISTED-FAULTS]]

## What happens with a fault of the disk, or of a program?

| fault | result |
| --- | --- |
| disk full | failed disk_full for files without room, nothing partial |
| read-only file system | failed disk_failed |
| a file in place of a directory; a directory, pipe, socket or device in place of a file or of its sidecar | failed target_blocked before anything of that file is requested; it names what stands there, which stays; other files are not affected |
| a symbolic link in place of a file that leads out of the output directory, or to nothing | the same |
| a directory that may not be written to, or that is read-only | failed file_failed or disk_failed before anything of that file is requested |
| an old sidecar beside a file that the archive has | the sidecar alone is fetched, and replaced |
| a file in place whose version the archive does not report for now: 503, no answer, a reset | failed with that error, and stays; nothing else is requested |
| a file in place that changes while it is read | not taken over: fetched |
| an object of another size than was listed | downloaded if its sidecar proves it, else failed size_mismatch |
| a directory below the output directory that is on another file system | failed target_blocked, with a hint |
| a symbolic link in the place of \`.tapehaul\`, or of its staging or quarantine | refused, target_blocked: what it leads to would be removed |
| a file that cannot be published | failed, and nothing of it stays in staging |
| an object that is replaced while it is fetched | over s3 the parts are of one version or it is fetched again; over s5cmd the SHA-256 or CRC shows it, and it is fetched again |
| s5cmd missing, dying, killed, silent, hanging, printing junk | downloaded over S3; \`fallBacks\` of the outcome says why |
`;
