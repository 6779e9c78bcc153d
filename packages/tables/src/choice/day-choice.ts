/** What is done where a month and its days differ: nothing, days are chosen whole, or rows of both are united where ids allow it. */
export type Repair = 'off' | 'days' | 'rows';

/** One UTC day of one series, as its monthly and its daily file have it, exact duplicates dropped. */
export interface DayComparison {
  readonly day: string;
  /** Rows that each has, null where there is no such proved file. */
  readonly monthly: DaySide | null;
  readonly daily: DaySide | null;
  /** Whether other days of the month have a daily file. */
  readonly otherDailies: boolean;
  /** Keys that both have with other values. */
  readonly differing: number;
  /** Rows that only one of them has. */
  readonly onlyMonthly: number;
  readonly onlyDaily: number;
}

/** Rows of one side, and how many are missing by the rules of the table. */
export interface DaySide {
  readonly rows: number;
  readonly holes: number;
}

/** Which source a day is taken from, and what is worth a finding about it. */
export interface DayChoice {
  readonly taken: 'monthly' | 'daily' | 'both';
  /** Name of the rule in `ROW_RULES`; null where both agree. */
  readonly rule: string | null;
}
