import { CHOICE_RULES } from './choice-rules.ts';
import { FORM_RULES } from './form-rules.ts';
import type { RowRule } from './row-rule.ts';
import { SEQUENCE_RULES } from './sequence-rules.ts';
import { VALUE_RULES } from './value-rules.ts';

/** Every rule, in the order in which findings of one day are listed. */
export const ROW_RULES: readonly RowRule[] = [
  ...FORM_RULES,
  ...SEQUENCE_RULES,
  ...VALUE_RULES,
  ...CHOICE_RULES,
];

const BY_NAME: ReadonlyMap<string, RowRule> = new Map(ROW_RULES.map((rule) => [rule.name, rule]));

/** The rule of that name. Throws a RangeError when there is none. */
export function rowRule(name: string): RowRule {
  const rule = BY_NAME.get(name);
  if (rule === undefined) throw new RangeError(`not a rule for rows: ${name}`);
  return rule;
}
