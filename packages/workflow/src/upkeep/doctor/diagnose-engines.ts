import { type CollectionConfig, ENGINES, type Environment, turnedOffBy } from '@tapehaul/config';
import { BASE, PROVIDERS } from '../../engines/providers.ts';
import { type Finding, finding } from './finding.ts';

/** Whether what engines need is on this machine: a finding for each that needs something. */
export async function* engineFindings(
  config: CollectionConfig,
  env: Environment,
): AsyncGenerator<Finding, void, undefined> {
  const { engine } = config;
  for (const spec of ENGINES) {
    const { name } = spec;
    const find = PROVIDERS.find((provider) => provider.name === name)?.find;
    if (find === undefined) continue;
    if (turnedOffBy(spec, config) !== undefined || (engine !== 'auto' && engine !== name)) {
      yield finding(name, true, 'not used: the configuration turns it off', '');
      continue;
    }
    const result = await find({ settings: config, env });
    if ('found' in result) yield finding(name, true, result.words, '');
    else {
      const remedy = `Without it, ${BASE.title} downloads everything. ${result.remedy}`;
      yield finding(name, false, result.whyNot, remedy);
    }
  }
}
