/** Attempts by the second, and by the minute, in which they began, ended, and were followed by a wait for another. */
export const SCHEMA_11 = `
CREATE TABLE activity (
  run INTEGER NOT NULL,
  name TEXT NOT NULL,
  unit INTEGER NOT NULL,
  slot INTEGER NOT NULL,
  begun INTEGER NOT NULL,
  ended INTEGER NOT NULL,
  retried INTEGER NOT NULL,
  PRIMARY KEY (run, name, unit, slot)
) STRICT, WITHOUT ROWID;
INSERT INTO activity (run, name, unit, slot, begun, ended, retried)
  SELECT run, name, unit, slot, sum(begun), sum(ended), sum(retried) FROM (
    SELECT attempts.run, name, unit, started_at / unit AS slot, count(*) AS begun, 0 AS ended, 0 AS retried
    FROM attempts JOIN classes ON classes.id = class, (SELECT 1000 AS unit UNION ALL SELECT 60000)
    GROUP BY attempts.run, name, unit, slot
    UNION ALL
    SELECT attempts.run, name, unit, ended_at / unit AS slot, 0, count(*), sum(state = 'AwaitingRetry')
    FROM attempts JOIN classes ON classes.id = class, (SELECT 1000 AS unit UNION ALL SELECT 60000)
    GROUP BY attempts.run, name, unit, slot
  ) GROUP BY run, name, unit, slot;
`;
