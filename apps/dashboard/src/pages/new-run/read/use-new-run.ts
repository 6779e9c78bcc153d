import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { meQuery } from '../../../api/queries.ts';
import { send } from '../../../api/service.ts';
import type { Draft } from '../config/draft.ts';
import { tableFields } from '../config/table-fields.ts';
import { startBody } from '../plan/plan-answer.ts';
import { startButton } from '../plan/start-button.ts';
import { checkQuery, planProgressQuery, planQuery } from './queries.ts';
import { useRest } from './use-rest.ts';

/** Rest of the writing before a configuration is checked, and before it is planned, in milliseconds. */
const [CHECK_REST, PLAN_REST] = [300, 600];

/** Checks and plans a draft while it is written, and starts it. */
export function useNewRun({ config, fault }: Draft) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const me = useQuery(meQuery);
  const hasFleet = me.data?.fleet === true;
  const [isOnFleet, setOnFleet] = useState(false);
  const isReadable = fault === undefined;
  const toCheck = useRest(isReadable ? config : undefined, CHECK_REST);
  const check = useQuery({ ...checkQuery(toCheck), placeholderData: keepPreviousData });
  const isChecked = toCheck === config && check.isSuccess && !check.isPlaceholderData;
  const rested = useRest(config, PLAN_REST);
  const toPlan = isChecked && check.data.valid && rested === config ? config : undefined;
  const plan = useQuery({ ...planQuery(toPlan), placeholderData: keepPreviousData });
  const progress = useQuery(planProgressQuery(toPlan)).data ?? undefined;
  const isPlanned = toPlan !== undefined && plan.isSuccess && !plan.isPlaceholderData;
  const start = useMutation({
    mutationFn: () => {
      const body = startBody(config, plan.data, hasFleet && isOnFleet);
      return send<{ readonly run_id: string }>('POST', '/v1/runs', { body });
    },
    onSuccess: async ({ run_id }) => {
      void queries.invalidateQueries({ queryKey: ['runs'] });
      // What is held changes from now on.
      queries.removeQueries({ queryKey: ['plan'] });
      await navigate({ to: '/runs/$run', params: { run: run_id } });
    },
  });
  const button = startButton({
    fault,
    problems: isChecked ? check.data.problems.length : undefined,
    plan: isPlanned ? plan.data : undefined,
    planFailed: toPlan !== undefined && plan.isError,
    buildsTables: tableFields(config)?.isOn ?? true,
    scope: me.data?.scope ?? 'write',
    isStarting: start.isPending || start.isSuccess,
  });
  return {
    check,
    plan,
    progress,
    isPlanned,
    isPlanning: toPlan !== undefined && plan.isFetching,
    start,
    button,
    // Undefined where the service has no fleet.
    fleet: hasFleet ? { isOn: isOnFleet, set: setOnFleet } : undefined,
  };
}
