/** Seconds for people: `4.2 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(seconds: number): string {
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A time as `2026-11-24 18:53:48`, in UTC. */
export function utc(time: string | number): string {
  return new Date(time).toISOString().slice(0, 19).replace('T', ' ');
}
