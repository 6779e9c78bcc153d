import { seriesParts } from '@tapehaul/archive';
import type { PartitionsQuery } from '@tapehaul/catalog';
import { behindPrefix } from '@tapehaul/catalog/rules';
import { isRequested } from '@tapehaul/coverage';
import type { Session } from '../connection/session.ts';

/** Names of series that are read together. */
const TOGETHER = 200;

/** The names of the series of a table of the record that a query requests, from a name on, in their order, some at once. */
export async function* seriesNames(
  session: Session,
  record: number,
  table: 'partitions' | 'row_findings',
  query: PartitionsQuery,
  from = '',
): AsyncGenerator<string[]> {
  const { market, dataType, prefix = '' } = query;
  const alike = market === undefined ? '' : `${market}/${dataType === undefined ? '' : `${dataType}/`}`;
  const [shorter, longer] = prefix.length < alike.length ? [prefix, alike] : [alike, prefix];
  if (!longer.startsWith(shorter)) return;
  const of = `FROM tapehaul.${table} WHERE record = $1`;
  for (let [least, isIncluded] = [from > longer ? from : longer, true]; ; isIncluded = false) {
    // Each name by one look-up in the index, whatever rows it has.
    const rows = await session.query<{ name: string | null }>(
      `WITH RECURSIVE names AS (
         (SELECT series AS name ${of} AND series ${isIncluded ? '>=' : '>'} $2 AND series < $3 ORDER BY series LIMIT 1)
         UNION ALL SELECT (SELECT series ${of} AND series > names.name AND series < $3 ORDER BY series LIMIT 1)
         FROM names WHERE names.name IS NOT NULL)
       SELECT name FROM names LIMIT ${TOGETHER}`,
      [record, least, behindPrefix(longer)],
    );
    const names = rows.flatMap(({ name }) => name ?? []);
    const requested = names.filter((name) => isRequested(seriesParts(name), query));
    if (requested.length > 0) yield requested;
    if (names.length < TOGETHER) return;
    least = names.at(-1) ?? least;
  }
}
