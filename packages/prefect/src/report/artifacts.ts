import { counted, grouped, visible } from '@tapehaul/errors';
import type { CollectionResult, StartedEvent } from '@tapehaul/workflow';
import type { PrefectArtifact } from '../api/bodies.ts';
import type { Links } from './links.ts';

/** Most failed files that are listed. */
const MOST_LISTED = 20;

/** Says where a run writes to, and how it is read with tapehaul. */
export function linksArtifact(
  { run_id, output_directory, source, engine }: StartedEvent,
  { page, trace }: Links,
): PrefectArtifact {
  const directory = code(output_directory);
  return artifact('tapehaul-run', `Run ${run_id} of tapehaul`, [
    ...(page === undefined ? [] : [`- [The run on tapehaul's page](${page})`]),
    ...(trace === undefined ? [] : [`- [Its trace](${trace})`]),
    `- Output directory: ${directory}`,
    `- Source: ${code(source.address)}, engine ${engine}`,
    `- In a terminal: ${code(`tapehaul show ${run_id} --dir ${word(output_directory)}`)}`,
    `- Its log: ${code(`tapehaul logs ${run_id} --dir ${word(output_directory)}`)}`,
  ]);
}

/** Says how a run has ended: its counts, and the first of the files that failed. */
export function resultArtifact(result: CollectionResult): PrefectArtifact {
  const { collection_stats, downloader_stats, absent, failures, output_directory, total_size_formatted } =
    result;
  const { total_tasks, successful_tasks, failed_tasks } = collection_stats;
  const rows: readonly (readonly [string, number | string])[] = [
    ['planned', total_tasks],
    ['downloaded', successful_tasks],
    ['in place before', downloader_stats.cache_hits],
    ['not in the archive', absent.length],
    ['failed', failed_tasks],
    ['size in place', total_size_formatted],
  ];
  const listed = failures
    .slice(0, MOST_LISTED)
    .map(
      ({ key, attempts, error }) =>
        `| ${code(key)} | ${error.code} | ${attempts} | ${cell(reasonOf(key, error.message))} |`,
    );
  const more = failures.length - listed.length;
  return artifact('tapehaul-result', resultText(result), [
    '| files | |',
    '|---|---|',
    ...rows.map(([name, value]) => `| ${name} | ${value} |`),
    ...(listed.length === 0
      ? []
      : ['', '| failed file | code | attempts | why |', '|---|---|---|---|', ...listed]),
    ...(more === 0 ? [] : ['', `and ${grouped(more)} more`]),
    ...(failures.length === 0
      ? []
      : ['', `Retry them with ${code(`tapehaul retry ${result.run_id} --dir ${word(output_directory)}`)}.`]),
  ]);
}

/** How a run has ended, in a sentence. */
export function resultText({ status, error, collection_stats, absent, failures }: CollectionResult): string {
  if (error !== null)
    return `${error.message} [${error.code}]${error.hint === undefined ? '' : ` ${error.hint}`}`;
  const { total_tasks } = collection_stats;
  if (status === 'completed_with_failures')
    return `${grouped(failures.length)} of ${counted(total_tasks, 'file')} failed`;
  const lacking = absent.length === 0 ? '' : `, ${grouped(absent.length)} of them not in the archive`;
  return `${counted(total_tasks, 'file')} planned and settled${lacking}`;
}

function artifact(key: string, description: string, lines: readonly string[]): PrefectArtifact {
  return { key, type: 'markdown', description: visible(description), data: lines.join('\n') };
}

/** A text of others as it is, in Markdown. */
function code(text: string): string {
  return `\`${visible(text).replaceAll('`', "'").replaceAll('|', '\\|')}\``;
}

/** Why a file failed, without its key, which stands beside it. */
function reasonOf(key: string, message: string): string {
  return message.startsWith(`${key}: `) ? message.slice(key.length + 2) : message;
}

/** A path as one word of a shell. */
function word(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}

function cell(text: string): string {
  return visible(text).replace(/[\\`*_{}[\]<>#|!]/g, '\\$&');
}
