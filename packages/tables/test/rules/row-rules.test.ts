import { dataTypeSpec } from '@tapehaul/archive';
import { holesOn, isSuspicious, ROW_RULES, type RowFinding, rowRule } from '@tapehaul/tables';
import { describe, expect, test } from 'vitest';

function finding(rule: string, day = '2025-07-01', count = 1): RowFinding {
  const { severity } = rowRule(rule);
  return { rule, severity, day, source: 'the/file.zip', first: null, last: null, count, sample: null };
}

describe('the list of rules', () => {
  test.each(ROW_RULES.map((rule) => [rule.name, rule] as const))(
    '%s is shown in whole sentences',
    (name, rule) => {
      expect(name).toMatch(/^[a-z]+(_[a-z]+)*$/);
      expect(rule.meaning).toMatch(/^[A-Z].*\.$/);
      expect(rule.advice).toMatch(/^[A-Z].*\.$/);
      expect(rule.source ?? '#1').toMatch(/^#\d+$/);
      for (const type of rule.tables ?? []) expect(dataTypeSpec(type).name).toBe(type);
    },
  );

  test('names are unique, and found again', () => {
    expect(new Set(ROW_RULES.map(({ name }) => name)).size).toBe(ROW_RULES.length);
    for (const rule of ROW_RULES) expect(rowRule(rule.name)).toBe(rule);
    expect(() => rowRule('no_rule')).toThrow(/not a rule for rows: no_rule/);
  });

  test('every public fault of rows has a rule', () => {
    const sources = new Set(ROW_RULES.map(({ source }) => source));
    for (const issue of [140, 190, 203, 213, 293, 320, 353, 359, 363, 403, 475, 476, 484]) {
      expect(sources).toContain(`#${issue}`);
    }
  });
});

describe('whether the days of a month are worth fetching', () => {
  test.each([
    'day_missing',
    'missing_rows',
    'short_day',
    'starts_late',
    'id_hole',
    'maker_share',
    'empty_file',
    'cut_line',
  ])('%s: yes', (rule) => {
    expect(isSuspicious([finding('disorder'), finding(rule)])).toBe(true);
  });

  test.each([
    'venue_outage',
    'id_hole_small',
    'trade_id_hole_small',
    'off_grid',
    'flat_day',
    'duplicate_rows',
    'unchecked_by_daily',
  ])('%s: no', (rule) => {
    expect(isSuspicious([finding(rule)])).toBe(false);
  });

  test('nothing found: no', () => {
    expect(isSuspicious([])).toBe(false);
  });
});

test('holes of a day are missing rows and ids of that day', () => {
  const findings = [
    finding('missing_rows', '2025-07-01', 5),
    finding('id_hole', '2025-07-01', 7),
    finding('id_hole_small', '2025-07-01', 1),
    finding('missing_rows', '2025-07-02', 9),
    finding('ohlc', '2025-07-01', 100),
  ];
  expect(holesOn(findings, '2025-07-01')).toBe(13);
  expect(holesOn(findings, '2025-07-03')).toBe(0);
});
