import { between, entry, type ListingBehaviour, PREFIX } from './listing-page.ts';

/** Listings with wrong entries among right ones. */
export const LISTED_ENTRIES: readonly ListingBehaviour[] = [
  { name: 'a Size of -1', act: between(entry(2, { Size: '-1' })), ends: 'listed 2 and 1 problem' },
  { name: 'a Size of NaN', act: between(entry(2, { Size: 'NaN' })), ends: 'listed 2 and 1 problem' },
  { name: 'a Size of 1e400', act: between(entry(2, { Size: '1e400' })), ends: 'listed 2 and 1 problem' },
  {
    name: 'a Size above the five tebibytes of S3',
    act: between(entry(2, { Size: '5497558138881' })),
    ends: 'listed 2 and 1 problem',
  },
  { name: 'no Size', act: between(entry(2).replace(/<Size>.*<.Size>/, '')), ends: 'listed 2 and 1 problem' },
  {
    name: 'a LastModified that is no date',
    act: between(entry(2, { LastModified: 'yesterday' })),
    ends: 'listed 3 and 1 problem',
  },
  {
    name: 'a LastModified of the year 999999',
    act: between(entry(2, { LastModified: '999999-13-99T99:99:99Z' })),
    ends: 'listed 3 and 1 problem',
  },
  {
    name: 'an ETag of a megabyte',
    act: between(entry(2, { ETag: 'e'.repeat(1_000_000) })),
    ends: 'listed 3',
  },
  { name: 'no key', act: between(entry(2, { Key: '' })), ends: 'listed 2 and 1 problem' },
  {
    name: 'a key outside the prefix',
    act: between(entry(2, { Key: 'data2/secret.zip' })),
    ends: 'listed 2 and 1 problem',
  },
  {
    name: 'a key with ..',
    act: between(entry(2, { Key: `${PREFIX}../../../etc/passwd` })),
    ends: 'listed 3',
  },
  {
    name: 'a key with line breaks and escapes',
    act: between(entry(2, { Key: `${PREFIX}a&#10;&#27;[2Jb.zip` })),
    ends: 'listed 2 and 1 problem',
  },
  {
    name: 'a key with bidirectional controls',
    act: between(entry(2, { Key: `${PREFIX}a\u202eb.zip` })),
    ends: 'listed 2 and 1 problem',
  },
  {
    name: 'a key of five thousand letters',
    act: between(entry(2, { Key: `${PREFIX}${'a'.repeat(5_000)}` })),
    ends: 'listed 2 and 1 problem',
  },
  {
    name: 'an entry of unknown elements',
    act: between(entry(2, { Evil: '<a><b/></a>' })),
    ends: 'listed 3',
  },
  {
    name: 'a thousand wrong entries',
    act: between(entry(2, { Size: 'x' }).repeat(1_000)),
    ends: 'listed 2 and 1000 problems',
  },
];
