import { statfs } from 'node:fs/promises';
import type { ServiceFigures } from '@tapehaul/metrics/service';
import type { SpanFigures } from '@tapehaul/telemetry';
import type { Followers } from '../runs/events/followers.ts';
import type { JobQueue } from '../runs/queue/job-queue.ts';
import type { RunFigures } from './run-figures.ts';

/** What a service is made of, for its metrics. */
export interface ServiceParts {
  readonly queue: Pick<JobQueue, 'waiting' | 'running'>;
  readonly figures: Pick<RunFigures, 'directories' | 'working'>;
  /** The folder of all output directories. */
  readonly root: string;
  readonly followers: Pick<Followers, 'count' | 'dropped'>;
  /** How many spans were sent and lost; undefined where nothing is traced. */
  readonly spans: (() => SpanFigures) | undefined;
}

/** The figures of a service as they are now. */
export async function serviceFigures(parts: ServiceParts): Promise<ServiceFigures> {
  const { queue, figures, root, followers } = parts;
  const [directories, disk] = await Promise.all([figures.directories(), diskOf(root)]);
  const submitted = queue.waiting.map((job) => Date.parse(job.submitted_at));
  const spans = parts.spans?.();
  return {
    running: queue.running,
    waiting: queue.waiting.length,
    oldestWaitingAt: submitted.length === 0 ? undefined : Math.min(...submitted),
    followers: followers.count,
    followersDropped: followers.dropped,
    spans: spans && { sent: spans.sent, sampled_out: spans.sampled_out, dropped: spans.dropped },
    disk,
    directories,
    working: figures.working,
  };
}

async function diskOf(folder: string): Promise<ServiceFigures['disk']> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder);
    return { free: bavail * bsize, size: blocks * bsize };
  } catch {
    return undefined;
  }
}
