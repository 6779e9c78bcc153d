import { FILE_TASK, type KeyFilter, type TaskQuery } from '@tapehaul/workflow';
import type * as z from 'zod';
import { requireRange } from '../day-range.ts';
import type { tasksQuery } from './task-schemas.ts';

/** Name that stands for tasks of every name. */
const ANY = 'any';

/** What a request for tasks means for the record. Throws an HttpRefusal for a range that ends before it begins. */
export function taskQuery(query: z.output<typeof tasksQuery>): TaskQuery {
  const { state, name = FILE_TASK, error_code, contains, order, limit, cursor } = query;
  const keys = keyFilter(query);
  return {
    order,
    limit,
    ...(state === undefined ? {} : { states: state.split(',') }),
    ...(name === ANY ? {} : { name }),
    ...(error_code === undefined ? {} : { errorCode: error_code }),
    ...(contains === undefined ? {} : { contains }),
    ...(Object.keys(keys).length === 0 ? {} : { keys }),
    ...(cursor === undefined ? {} : { cursor }),
  };
}

function keyFilter(query: z.output<typeof tasksQuery>): KeyFilter {
  const { prefix, market, data_type, symbol, interval, from, to } = query;
  requireRange(from, to);
  return {
    ...(prefix === undefined ? {} : { prefix }),
    ...(market === undefined ? {} : { market }),
    ...(data_type === undefined ? {} : { dataType: data_type }),
    ...(symbol === undefined ? {} : { symbol }),
    ...(interval === undefined ? {} : { interval }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}
