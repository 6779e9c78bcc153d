import { dayNumber, dayText } from '@tapehaul/archive';

/** A label of the time axis. */
export interface Tick {
  /** Where it stands, in days from the first day of the map. */
  readonly day: number;
  readonly text: string;
  /** Whether a longer unit begins here: a year among months, a month among days. */
  readonly isMajor: boolean;
}

/** The least distance of two labels, in CSS pixels. */
const APART = 58;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * The labels of the days from one to another, both counted from the first day of the map (which is given as a number since
 * 1970-01-01): years, months or days, as close as can be read. Days are UTC, and so are the labels.
 */
export function ticksOf(first: number, from: number, to: number, dayWidth: number): readonly Tick[] {
  const months = [1, 3, 6, 12].find((step) => step * 28 * dayWidth >= APART);
  if (dayWidth * 15 >= APART) return dayTicks(first, from, to, dayWidth);
  return monthTicks(first, from, to, months ?? 12 * Math.ceil(APART / (365 * dayWidth)));
}

function dayTicks(first: number, from: number, to: number, dayWidth: number): Tick[] {
  const step = [1, 2, 5, 10, 15].find((days) => days * dayWidth >= APART) ?? 15;
  const ticks: Tick[] = [];
  for (let day = Math.floor(from); day <= to; day += 1) {
    const text = dayText(first + day);
    const ofMonth = Number(text.slice(8));
    // Labels stand at the same days of each month, so that none moves while the map is panned.
    if (step > 1 && ((ofMonth - 1) % step !== 0 || ofMonth > 31 - step / 2)) continue;
    const month = MONTHS[Number(text.slice(5, 7)) - 1] ?? '';
    const isMajor = ofMonth === 1;
    ticks.push({ day, isMajor, text: isMajor ? `${month} ${text.slice(0, 4)}` : `${month} ${ofMonth}` });
  }
  return ticks;
}

function monthTicks(first: number, from: number, to: number, step: number): Tick[] {
  const ticks: Tick[] = [];
  const start = dayText(first + Math.floor(from));
  const index = Number(start.slice(0, 4)) * 12 + Number(start.slice(5, 7)) - 1;
  for (let month = Math.floor(index / step) * step; ; month += step) {
    const year = Math.floor(month / 12);
    const ofYear = month % 12;
    const day =
      dayNumber(`${String(year).padStart(4, '0')}-${String(ofYear + 1).padStart(2, '0')}-01`) - first;
    if (day > to) return ticks;
    if (day < from) continue;
    const isMajor = ofYear === 0;
    ticks.push({ day, isMajor, text: isMajor ? String(year) : (MONTHS[ofYear] ?? '') });
  }
}
