import { useQuery } from '@tanstack/react-query';
import { usePollTime } from '../../../api/live/use-live.ts';
import { Panel } from '../../../ui/note/notes.tsx';
import { ProblemNote } from '../../../ui/note/problem-note.tsx';
import { counted } from '../../../words/amounts.ts';
import type { CoverageSearch } from '../view/search.ts';
import { findingCountsQuery } from './queries.ts';
import { RuleDays } from './rule-days.tsx';
import { ruleRows } from './rule-rows.ts';
import { RuleTable } from './rule-table.tsx';

/** What was found in the rows of tables, by rule, and the days of the rule that is chosen; nothing where nothing was found. */
export function RulesPanel({
  search,
  onRule,
  onExplain,
}: {
  readonly search: CoverageSearch;
  readonly onRule: (rule: string | undefined) => void;
  readonly onExplain: (series: string, day: string) => void;
}) {
  const refetchInterval = usePollTime();
  const counts = useQuery({ ...findingCountsQuery(search), refetchInterval });
  const { rule } = search;
  if (counts.isError) return <ProblemNote error={counts.error} onRetry={() => void counts.refetch()} />;
  const rows = ruleRows(counts.data);
  if (rows.length === 0 && rule === undefined) return null;
  const [faults, notes] = [
    rows.filter(({ severity }) => severity !== 'note'),
    rows.filter(({ severity }) => severity === 'note'),
  ];
  const table = { chosen: rule, onRule };
  return (
    <Panel title="What was found in the rows, by rule">
      {faults.length === 0 && <p>No row is known to be missing or wrong.</p>}
      {faults.length > 0 && <RuleTable rows={faults} {...table} />}
      {notes.length > 0 && (
        <details open={notes.some(({ name }) => name === rule) || undefined}>
          <summary>{counted(notes.length, 'rule')} for what is only unusual</summary>
          <RuleTable rows={notes} {...table} />
        </details>
      )}
      {rule !== undefined && (
        <RuleDays search={search} rule={rule} onExplain={onExplain} onClose={() => onRule(undefined)} />
      )}
    </Panel>
  );
}
