import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type {
  FindingDay,
  Page,
  RowFindingCount,
  RowFindingRecord,
  RowFindingsQuery,
} from '@tapehaul/catalog';
import { cursorOf, pageLimit, positionOf, SEVERITIES } from '@tapehaul/catalog/rules';
import type { DayRange } from '@tapehaul/coverage';
import type { Row } from '../rows/rows.ts';
import { SeriesRanges } from './series-ranges.ts';
import { rowFindingRecord, severityOf } from './table-rows.ts';

const IN_RANGE = 'day >= :from AND day <= :to';
const ORDER = 'row_findings.series, day, partition, place';

/** Behind all days. */
const BEHIND_ALL = '~';

/** Which of the findings of some series are requested. */
type Selection = Pick<RowFindingsQuery, 'rule' | 'severity'>;

/** Reads what was found in the rows of partitions. */
export class FindingReader {
  readonly #database: DatabaseSync;
  readonly #ranges: SeriesRanges;
  readonly #days: StatementSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#ranges = new SeriesRanges(database, 'row_findings');
    this.#days = database.prepare(
      `SELECT day, min(severity || rule) AS worst FROM row_findings
       WHERE series = :series AND ${IN_RANGE} GROUP BY day ORDER BY day`,
    );
  }

  page(query: RowFindingsQuery): Page<RowFindingRecord> {
    const after = query.cursor === undefined ? START : positionOf('findings', START, query.cursor);
    const statement = this.#selecting(query, (where) => {
      return `SELECT row_findings.*, path FROM row_findings JOIN partitions ON partitions.id = partition
        WHERE (${ORDER}) > (:series, :day, :partition, :place) AND row_findings.series < :end AND ${where}
        ORDER BY ${ORDER} LIMIT :limit`;
    });
    const limit = pageLimit(query);
    const found: Row[] = [];
    for (const { first, end } of this.#ranges.of(query, String(after[0]))) {
      const [, day = '', partition = 0, place = 0] = first === after[0] ? after : START;
      const behind = { ':series': first, ':day': day, ':partition': partition, ':place': place, ':end': end };
      const left = limit + 1 - found.length;
      found.push(...statement.all({ ...behind, ...selected(query), ':limit': left }));
      if (found.length > limit) break;
    }
    const shown = found.slice(0, limit);
    const last = shown.at(-1);
    const next = found.length > limit && last !== undefined ? cursorOf('findings', positionIn(last)) : null;
    return { rows: shown.map(rowFindingRecord), next };
  }

  counts(query: Omit<RowFindingsQuery, 'cursor' | 'limit'>): RowFindingCount[] {
    const statement = this.#selecting(query, (where) => {
      return `SELECT severity, rule, count(*) AS findings, sum(count) AS count FROM row_findings
        WHERE series >= :series AND series < :end AND ${where} GROUP BY severity, rule`;
    });
    const sums = new Map<string, RowFindingCount>();
    for (const { first, end } of this.#ranges.of(query)) {
      for (const row of statement.all({ ':series': first, ':end': end, ...selected(query) })) {
        const [severity, rule, name] = [
          severityOf(row.severity),
          String(row.rule),
          `${row.severity}${row.rule}`,
        ];
        const { findings, count } = sums.get(name) ?? { findings: 0, count: 0 };
        const sum = { findings: findings + Number(row.findings), count: count + Number(row.count) };
        sums.set(name, { rule, severity, ...sum });
      }
    }
    const names = [...sums.keys()].sort();
    return names.flatMap((name) => sums.get(name) ?? []);
  }

  /** The worst finding of each day of a series. */
  days(series: string, range: DayRange): FindingDay[] {
    return this.#days.all({ ':series': series, ...daysOf(range) }).map(({ day, worst }) => {
      const text = String(worst);
      return { day: String(day), severity: severityOf(text[0]), rule: text.slice(1) };
    });
  }

  /** The statement for a query: an index is used for the rule or the severity where one is given. */
  #selecting({ rule, severity }: Selection, sql: (where: string) => string): StatementSync {
    const isRule = rule === undefined ? '' : ' AND rule = :rule';
    // A rule has few severities: where both are given, the index of the rule is the one to use.
    const column = rule === undefined ? 'severity' : '+severity';
    const isSeverity = severity === undefined ? '' : ` AND ${column} = :severity`;
    const text = sql(`${IN_RANGE}${isRule}${isSeverity}`);
    const statement = this.#statements.get(text) ?? this.#database.prepare(text);
    this.#statements.set(text, statement);
    return statement;
  }
}

/** Before all findings. */
const START = ['', '', 0, -1] as const;

function positionIn({ series, day, partition, place }: Row) {
  return [String(series), String(day), Number(partition), Number(place)] as const;
}

function selected({ rule, severity, ...range }: Selection & DayRange): Record<string, string | number> {
  return {
    ...daysOf(range),
    ...(rule === undefined ? {} : { ':rule': rule }),
    ...(severity === undefined ? {} : { ':severity': SEVERITIES.indexOf(severity) }),
  };
}

function daysOf({ from = '', to = BEHIND_ALL }: DayRange) {
  return { ':from': from, ':to': to };
}
