import { TapehaulError } from '@tapehaul/errors';

/** Where else a run can be read. */
export interface Links {
  /** Page of the run in a service of tapehaul. */
  readonly page?: string;
  /** Page of its trace. */
  readonly trace?: string;
}

/** Where a service of tapehaul, and a page of traces, are reached by those who read Prefect's page. */
export interface LinkPlaces {
  /** Address of a service of tapehaul that shows the same output directory. */
  readonly pageUrl?: string | undefined;
  /** Address of a trace, with `{trace_id}` in place of its id. */
  readonly traceUi?: string | undefined;
}

/** Makes the links of a run. Throws a TapehaulError `config_invalid` for what is no http or https address. */
export function runLinks({
  pageUrl,
  traceUi,
}: LinkPlaces): (runId: string, traceId: string | undefined) => Links {
  check('the address of the page', pageUrl);
  check('the address of traces', traceUi?.replace('{trace_id}', '0'));
  return (runId, traceId) => ({
    ...(pageUrl ? { page: `${pageUrl.replace(/\/+$/, '')}/runs/${runId}` } : {}),
    ...(traceUi && traceId !== undefined ? { trace: traceUi.replaceAll('{trace_id}', traceId) } : {}),
  });
}

function check(what: string, text: string | undefined): void {
  if (!text) return;
  const url = URL.parse(text);
  const isWeb = url !== null && /^https?:$/.test(url.protocol);
  if (isWeb && url.username === '' && url.password === '') return;
  throw new TapehaulError(
    'config_invalid',
    `${what} is no http or https address without a user name and password`,
    {
      hint: 'For example: http://127.0.0.1:8080, and http://127.0.0.1:16686/trace/{trace_id}',
    },
  );
}
