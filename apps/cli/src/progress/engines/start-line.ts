import { ENGINES, LAST_ENGINE } from '@tapehaul/config';
import { grouped } from '@tapehaul/errors';
import type { StartedEvent } from '@tapehaul/workflow';
import { engineName } from './engine-changes.ts';

/** The beginning of a run; what was found for each engine is among its other keys. */
type Start = Pick<StartedEvent, 'source' | 'engine' | 'parallel_downloads' | 'batch_size'>;

/** Where a collection reads from, over which engines, and how many files at once. */
export function startLine(event: Start): string {
  const { source, engine, parallel_downloads } = event;
  const from = source.address;
  const parallel = `${parallel_downloads} at once`;
  if (engine === LAST_ENGINE) {
    return `source   ${from} over ${engineName(engine)}, ${parallel} (${whyNoOther(event)})`;
  }
  if (engine === 'auto') {
    const others = ENGINES.map(({ name, preferredFor }) => {
      return foundOf(name, event) === undefined ? '' : `, ${preferredFor} with ${named(name, event)}`;
    });
    return `source   ${from} over S3${others.join('')}, ${parallel}`;
  }
  return `source   ${from} with ${named(engine, event)}, ${batches(engine, event)}${parallel}`;
}

function batches(engine: string, { batch_size }: Start): string {
  if (!ENGINES.some(({ name, worksInBatches }) => worksInBatches && name === engine)) return '';
  return batch_size === null ? 'fed line by line, ' : `batches of ${grouped(batch_size)}, `;
}

/** An engine with the version of what was found for it. */
function named(name: string, event: Start): string {
  const found = foundOf(name, event);
  return found?.version === undefined ? engineName(name) : `${engineName(name)} ${found.version}`;
}

/** What was found for an engine beside the last one; undefined where it is not at hand. */
function foundOf(name: string, event: Start): { readonly version?: unknown } | undefined {
  const parts: Readonly<Record<string, unknown>> = event;
  const found = parts[name];
  return typeof found === 'object' && found !== null ? found : undefined;
}

function whyNoOther(event: Start): string {
  const parts: Readonly<Record<string, unknown>> = event;
  const reasons = ENGINES.map(({ name }) => parts[`why_not_${name}`]);
  return [...new Set(reasons.filter((reason) => typeof reason === 'string'))].join('; ');
}
