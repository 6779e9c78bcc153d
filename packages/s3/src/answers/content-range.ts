/** What a Content-Range header says: `bytes 0-999/5000`; null when it says something else. */
export function contentRange(header: string | undefined): { from: number; total: number } | null {
  const [, from, to, total] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(header ?? '') ?? [];
  if (from === undefined || to === undefined || total === undefined) return null;
  return Number(to) < Number(total) ? { from: Number(from), total: Number(total) } : null;
}
