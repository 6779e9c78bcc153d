import { grouped } from '@tapehaul/errors';
import type { CollectionMetrics } from '@tapehaul/metrics';
import type { WorkflowEvent } from '../../events/events.ts';
import { failed, type PointOutcome, passed } from '../trial/setup-point.ts';
import { collectTrial, keyOfFile, type Trial } from '../trial/trial.ts';

const FILES = 4;
/** Numbers of the file that is retried, and of the one that the archive does not have. */
const [RETRIED, ABSENT] = [1, 2] as const;

/** Figures of a run, by name. */
type Figures = Readonly<Record<string, number>>;

/** Tries whether the statistics of a collection count what happened in it, also as Prometheus reads them. */
export async function tryMetrics(trial: Trial): Promise<PointOutcome> {
  const { archive, settings, createMetrics } = trial;
  if (!settings.config.enable_monitoring)
    return failed(
      'enable_monitoring is false, expected true: environment production refuses it',
      'Set enable_monitoring to true.',
    );
  const metrics = createMetrics();
  const rules = [
    archive.faults.add({ key: keyOfFile(RETRIED), times: 2, fault: { kind: 'status', status: 503 } }),
    archive.faults.add({ key: keyOfFile(ABSENT), fault: { kind: 'missing' } }),
  ];
  try {
    const { events } = await collectTrial(trial, { name: 'metrics', files: FILES, metrics });
    const happened = figuresOf(events);
    const counted = await figuresIn(metrics);
    for (const [name, expected] of Object.entries(happened)) {
      if (counted[name] === expected) continue;
      return failed(
        `the statistics count ${counted[name] ?? 'nothing'} of ${name}, the run reported ${expected}`,
        'Repair the installation, or pass the statistics of createCollectionMetrics.',
      );
    }
    const { downloaded = 0, absent = 0, retries = 0, bytes = 0 } = happened;
    return passed(
      `the statistics count what happened: ${downloaded} downloaded, ${absent} absent, ${retries} retried, ${grouped(bytes)} bytes in place`,
    );
  } finally {
    for (const rule of rules) rule.remove();
  }
}

/** What a run reported. */
function figuresOf(events: readonly WorkflowEvent[]): Figures {
  const files = events.filter((event) => event.kind === 'file');
  const ended = (status: string): number => files.filter((file) => file.status === status).length;
  return {
    files: files.length,
    downloaded: ended('downloaded'),
    absent: ended('absent'),
    failed: ended('failed'),
    retries: events.filter(({ kind }) => kind === 'retry').length,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

/** What statistics have counted: as teams parse them, and the retries as Prometheus reads them. */
async function figuresIn(metrics: CollectionMetrics): Promise<Figures> {
  const { total_tasks, successful_tasks, skipped_tasks, failed_tasks, total_size_bytes } =
    metrics.collectionStats();
  const [, retries] = /^tapehaul_retries_total\S* (\d+)$/m.exec(await metrics.prometheusText()) ?? [];
  return {
    files: total_tasks,
    downloaded: successful_tasks,
    absent: skipped_tasks,
    failed: failed_tasks,
    bytes: total_size_bytes,
    retries: Number(retries),
  };
}
