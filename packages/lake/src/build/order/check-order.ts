import { isAbsolute } from 'node:path';
import { isMonth, monthOf, type Series } from '@tapehaul/archive';
import { TapehaulError } from '@tapehaul/errors';
import { partitionOf } from '@tapehaul/tables';
import type { MonthOrder } from './month-order.ts';
import { tableSeries } from './table-series.ts';

/** The series of an order. Throws a TapehaulError `config_invalid` when the order contradicts itself. */
export function checkOrder(order: MonthOrder): Series {
  const { month, periods, root, staging } = order;
  const series = tableSeries(order.series);
  if (!isMonth(month)) throw invalid(`month ${month} is not a month such as 2025-07`, order);
  for (const period of periods) {
    const isOfMonth = period === month || monthOf(period) === month;
    if (!isOfMonth || partitionOf(series, `${month}-01`).period.length !== period.length) {
      throw invalid(`period ${period} is no partition of ${series.dataType} in ${month}`, order);
    }
  }
  for (const path of [root, staging])
    if (!isAbsolute(path)) throw invalid(`path ${path} is not absolute`, order);
  return series;
}

function invalid(message: string, { series, month }: MonthOrder): TapehaulError {
  return new TapehaulError('config_invalid', message, { facts: { series, month } });
}
