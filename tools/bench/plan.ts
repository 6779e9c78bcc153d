import { addDays, daysBetween } from '@tapehaul/archive';
import { type PlanRequest, plan } from '@tapehaul/planner';

/**
 * Planning speed and memory, beside a plain loop that only builds the same keys: fifty million answers, as
 * for some fourteen thousand series over ten years of days. `npm run bench:plan [-- millions]`.
 */
const MILLIONS = Number(process.argv[2] ?? 50);
const range = { start: '2016-01-01', end: addDays('2016-01-01', 3_652) };
const days = [...daysBetween(range.start, range.end)];
const symbols = Array.from({ length: Math.ceil((MILLIONS * 1e6) / days.length) }, (_, n) => `COIN${n}USDT`);
const request: PlanRequest = {
  markets: ['spot'],
  symbols,
  data_types: ['klines'],
  intervals: ['1h'],
  partition: 'daily',
  date_range: range,
};

/** Runs some work that counts, and gives its speed and peak memory. */
function measure(name: string, work: () => number): number {
  const started = performance.now();
  const count = work();
  const seconds = (performance.now() - started) / 1_000;
  const rss = process.memoryUsage.rss() / 2 ** 20;
  const line = [name.padEnd(12), `${(count / 1e6).toFixed(1)} M`, `${seconds.toFixed(1)} s`];
  console.log(
    [...line, `${(count / seconds / 1e6).toFixed(2)} M/s`, `${rss.toFixed(0)} MiB resident`].join('  '),
  );
  return count / seconds;
}

let letters = 0;
const planned = measure('planner', () => {
  let days = 0;
  for (const answer of plan(request, { today: '2026-11-23' })) {
    if (answer.kind === 'object') {
      letters += answer.key.length;
      days += 1;
    } else days += [...daysBetween(answer.first, answer.last)].length;
  }
  return days;
});
const plain = measure('plain loop', () => {
  let count = 0;
  for (const symbol of symbols) {
    for (const day of days) {
      letters += `data/spot/daily/klines/${symbol}/1h/${symbol}-1h-${day}.zip`.length;
      count += 1;
    }
  }
  return count;
});
console.log(`planner / plain loop: ${(planned / plain).toFixed(2)} (${letters} letters)`);
