// Makes the files of a scenario, and their orders, in a process of its own: its memory is not that of building.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addDays, formatKey, isMonth, knownSeries, monthOf, type Series } from '@tapehaul/archive';
import { type MonthOrder, monthPartitions, type TableSource } from '@tapehaul/lake';
import { aggTradeLines, type LineChunks, minuteLines, tradeLines } from './archive-lines.ts';
import { writeZip } from './write-zip.ts';

const [scenario = '', count = '', folder = ''] = process.argv.slice(2);
const rows = Number(count);

function seriesOf(market: string, dataType: string, interval: string | null): Series {
  const series = knownSeries({ market, dataType, symbol: 'BTCUSDT', interval });
  if (series === undefined) throw new RangeError(`${market} ${dataType}`);
  return series;
}

async function sourceOf(series: Series, period: string, lines: LineChunks): Promise<TableSource> {
  const partition = isMonth(period) ? 'monthly' : 'daily';
  const key = formatKey({ ...series, partition, period });
  const path = join(folder, `${period}.zip`);
  return { key, path, partition, period, ...(await writeZip(path, `${period}.csv`, lines)) };
}

function orderOf(series: Series, month: string, sources: readonly TableSource[]): MonthOrder {
  const periods = monthPartitions(series, month, sources).map(({ period }) => period);
  const [root, staging] = [folder, join(folder, '.tapehaul', 'staging')];
  return { series, month, sources, periods, numbers: 'double', repair: 'days', root, staging };
}

function linesOfDay(day: string): string[] {
  return [...minuteLines(day)];
}

async function orders(): Promise<MonthOrder[]> {
  if (scenario === 'day') {
    const series = seriesOf('futures_um', 'aggTrades', null);
    return [
      orderOf(series, '2025-05', [await sourceOf(series, '2025-05-08', aggTradeLines('2025-05-08', rows))]),
    ];
  }
  if (scenario === 'candles') {
    const series = seriesOf('spot', 'klines', '1m');
    const days = Array.from({ length: 31 }, (_, index) => addDays('2025-07-01', index));
    return [orderOf(series, '2025-07', [await sourceOf(series, '2025-07', days.flatMap(linesOfDay))])];
  }
  if (scenario === 'month') {
    const series = seriesOf('spot', 'trades', null);
    // As many rows a day as a busy symbol has, so that fewer rows need no less memory.
    const days = Math.min(31, Math.ceil(rows / 1_300_000));
    return [
      orderOf(series, '2025-07', [await sourceOf(series, '2025-07', tradeLines('2025-07', days, rows))]),
    ];
  }
  const series = seriesOf('spot', 'klines', '1m');
  const days = Array.from({ length: rows }, (_, index) => addDays('2022-01-01', index));
  const sources = await Promise.all(days.map((day) => sourceOf(series, day, minuteLines(day))));
  return [...Map.groupBy(sources, ({ period }) => monthOf(period))].map(([month, of]) =>
    orderOf(series, month, of),
  );
}

await writeFile(join(folder, 'orders.json'), JSON.stringify(await orders()));
