import { folded } from '../names/folded.ts';
import type { KeyRule } from './key-rule.ts';
import { ruleOf } from './key-rules.ts';

/** Rules of keys within `date_range` and `source`: those of the whole configuration that mean one of its keys. */
export function nestedRule(key: string): typeof ruleOf {
  return (name, value) => {
    const rule: KeyRule | undefined =
      key === 'source' ? ruleOf(SOURCE_NAMES.get(folded(name)) ?? '', value) : ruleOf(name, value);
    const meaning = rule?.(value);
    const isOwn = meaning?.kind === 'use' && meaning.values.every(([path]) => path.startsWith(`${key}.`));
    return isOwn || (key === 'source' && meaning?.kind === 'refuse') ? rule : undefined;
  };
}

/** What keys of `source` are called elsewhere, by the name that has the rule. */
const SOURCE_NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    endpointurl: 'source_endpoint',
    s3endpoint: 'source_endpoint',
    bucketname: 'source_bucket',
    s3bucket: 'source_bucket',
    regionname: 'source_region',
    awsregion: 'source_region',
    path: 'source_prefix',
    folder: 'source_prefix',
    keyprefix: 'source_prefix',
    s3prefix: 'source_prefix',
    baseurl: 'base_url',
    url: 'base_url',
    uri: 'base_url',
    address: 'base_url',
    addressingstyle: 'addressing_style',
  }),
);
