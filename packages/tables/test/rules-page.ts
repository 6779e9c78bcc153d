import { DATA_TYPES } from '@tapehaul/archive';
import { ROW_RULES, type RowRule, type Severity } from '../src/index.ts';

const HEADING = `# Rules for rows

What does a finding mean, and what should I do? This page is written by a test (\`packages/tables/test/rules-page.test.ts\`)
from \`packages/tables/src/rules/\`; to change a rule, change it there and run
\`npx vitest run packages/tables/test/rules-page.test.ts -u\`. [Tables](tables.md) shows how to list findings.

A finding stops nothing: rows stay as the archive has them, except that an exact double is dropped. Numbers such as \`#203\` are issues of
[binance-public-data](https://github.com/binance/binance-public-data/issues) in which somebody has reported it.

A finding about rows belongs to the file that the rows of its day were taken from. One about a file itself, such as \`cut_line\`,
\`field_count\` or \`stray\`, is reported for each file that was read, also where the rows were taken from another one.
`;

const SECTIONS: Readonly<Record<Severity, string>> = {
  error: 'Which findings mean that data are wrong?',
  gap: 'Which findings mean that data are missing?',
  note: 'Which findings are only unusual?',
};

/** The page that shows the rules for rows, as Markdown: the most severe first. */
export function rulesPage(): string {
  return [HEADING, ...(['error', 'gap', 'note'] as const).map(section)].join('\n');
}

function section(severity: Severity): string {
  const rules = ROW_RULES.filter((rule) => rule.severity === severity).map(entry);
  return `## ${SECTIONS[severity]}\n\n${rules.join('\n')}\n`;
}

function entry({ name, tables, counts, meaning, advice, source }: RowRule): string {
  const where = tables === null || tables.length === DATA_TYPES.length ? 'all tables' : tables.join(', ');
  const seen = source === null ? '' : `; ${source}`;
  return `- \`${name}\` (${where}; counts ${counts}${seen}): ${meaning} ${advice}`;
}
