import type { CatalogReader } from '@tapehaul/catalog';
import type { CollectionConfig } from '@tapehaul/config';
import type { KnownAnswer, MonthFinding, ObjectAnswer } from '@tapehaul/planner';
import { compareUpstream } from '../../disputes/compare-upstream.ts';
import { hasOpenDisputes, heedsDisputes } from '../../disputes/run-disputes.ts';
import { unsettledIn } from '../settled/unsettled-in.ts';

/** Plans the days of those months of a group of answers that contradict their checksums. */
export type WithDaysOfDisputed = (answers: readonly KnownAnswer[]) => Promise<readonly KnownAnswer[]>;

/**
 * Plans the days of a month whose dispute is open as those of a month that the archive does not have: beside the month, which
 * stays in the plan and is named, but is not fetched. Where no listing shows that the archive has changed neither the month nor
 * its checksum, the run finds that out, and plans the days then.
 */
export async function daysOfDisputed(
  record: Pick<CatalogReader, 'disputes' | 'disputesOf'> | undefined,
  config: Pick<CollectionConfig, 'download_checksum' | 'force_redownload'>,
): Promise<WithDaysOfDisputed> {
  const isNeeded = record !== undefined && heedsDisputes(config) && (await hasOpenDisputes(record));
  if (!isNeeded) return async (answers) => answers;
  return async (answers) => {
    const months = answers.filter((answer) => answer.kind === 'object').filter(hasDaysInstead);
    const disputes = months.length === 0 ? undefined : await record.disputesOf(months.map(({ key }) => key));
    if (disputes === undefined || disputes.size === 0) return answers;
    return answers.flatMap((answer) => {
      if (answer.kind !== 'object' || !hasDaysInstead(answer)) return [answer];
      const dispute = disputes.get(answer.key);
      if (dispute?.state !== 'open') return [answer];
      const { listed } = answer;
      const because = findingOf(answer);
      if (listed === undefined) return [{ ...answer, because }];
      if (listed.sidecarModified === null) return [answer];
      if (compareUpstream(dispute, { ...listed, sidecarEtag: null }) !== 'unchanged') return [answer];
      return daysOf(answer, because);
    });
  };
}

function hasDaysInstead({ instead }: ObjectAnswer): boolean {
  return instead !== undefined;
}

function findingOf({ object }: ObjectAnswer): MonthFinding {
  const reason = 'the monthly file contradicts its published checksum';
  return { month: object.period, finding: 'month_disputed', reason };
}

/** A month that nothing takes the place of any more, and its days. */
function daysOf(month: ObjectAnswer, because: MonthFinding): KnownAnswer[] {
  const { instead, settled = [], ...own } = month;
  const days = (instead?.answers() ?? []).flatMap((day) => unsettledIn(day, settled));
  const planned = days.map((day) => (day.kind === 'object' ? { ...day, because } : day));
  return [...settled, { ...own, because }, ...planned];
}
