import { visible } from '@tapehaul/errors';
import type { LogQuery, LogRecord } from '@tapehaul/workflow';
import { iso } from '../views.ts';

/** Lines that are read together. */
const LINES = 1_000;

/** A page of log lines. */
export interface LogPage {
  readonly rows: readonly LogRecord[];
  readonly next: string | null;
}

/** A log as text, a group of lines at once; `first` is its first page, of {@link textQuery}. */
export async function* logText(
  first: LogPage,
  read: (query: LogQuery) => Promise<LogPage>,
  query: LogQuery,
): AsyncGenerator<string, void, undefined> {
  for (let page = first; ; ) {
    yield page.rows.map(lineText).join('');
    if (page.next === null) return;
    page = await read({ ...textQuery(query), cursor: page.next });
  }
}

/** The pages in which a log is read that is sent as a whole. */
export function textQuery(query: LogQuery): LogQuery {
  return { ...query, limit: LINES };
}

function lineText({ at, level, taskId, message }: LogRecord): string {
  const about = taskId === null || message.startsWith(taskId) ? '' : `${taskId}: `;
  return `${iso(at)} ${level.toUpperCase().padEnd(5)} ${visible(`${about}${message}`)}\n`;
}
