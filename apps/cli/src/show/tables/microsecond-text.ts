/** Microseconds since 1970 as ISO 8601 in UTC, with all six digits. */
export function microsecondText(time: number): string {
  const milliseconds = Math.floor(time / 1_000);
  const beyond = String(time - milliseconds * 1_000).padStart(3, '0');
  return new Date(milliseconds).toISOString().replace('Z', `${beyond}Z`);
}
