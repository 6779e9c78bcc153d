import type { Page } from 'playwright-core';
import type { World } from './world.ts';

/** A page as it is photographed. */
export interface View {
  readonly name: string;
  readonly address: (world: World) => string;
  /** Resolves once the page shows its data. */
  readonly isShown: (page: Page) => Promise<void>;
}

const FILE = 'data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2025-07-03.zip';
const PLAN = 'set=spot-candles&market=spot&type=klines&interval=1h&symbol=BTCUSDT,ETHUSDT,LTCUSDT';
const HOLE = 'series=spot/klines/BTCUSDT/1h&first=2025-07-03&last=2025-07-04';
const seen =
  (text: string | RegExp) =>
  (page: Page): Promise<void> =>
    page.getByText(text).first().waitFor();

/** Every page, in the order of the docs. */
export const VIEWS: readonly View[] = [
  { name: 'overview', address: ({ url }) => `${url}/`, isShown: seen('funding-rates') },
  { name: 'runs', address: ({ url }) => `${url}/runs`, isShown: seen('done with failures') },
  {
    name: 'run',
    address: ({ url, failedRun }) => `${url}/runs/${failedRun}`,
    isShown: seen('access_denied'),
  },
  {
    name: 'run-live',
    address: ({ url, openRun }) => `${url}/runs/${openRun}`,
    isShown: seen(/aggTrades-2025-06-1\d\.zip/),
  },
  {
    name: 'timeline',
    address: ({ url, failedRun }) => `${url}/runs/${failedRun}?tab=timeline`,
    isShown: seen('files ended'),
  },
  {
    name: 'file',
    address: ({ url, failedRun }) =>
      `${url}/runs/${failedRun}?tab=files&state=Failed,Corrupt,Gone&task=${encodeURIComponent(FILE)}`,
    isShown: seen('Attempts'),
  },
  {
    name: 'coverage-month',
    address: ({ url }) => `${url}/coverage?set=spot-candles&zoom=month`,
    isShown: seen('DOGEUSDT'),
  },
  {
    name: 'coverage-day',
    address: ({ url }) => `${url}/coverage?set=spot-candles&zoom=day&at=2025-05-30&${HOLE}`,
    isShown: seen('Check the address of the source'),
  },
  {
    name: 'new-run',
    address: ({ url }) => `${url}/new?${PLAN}&from=2025-06-01&to=2025-07-20`,
    isShown: seen(/^Start \d+ files/),
  },
  {
    name: 'sign-in',
    address: ({ closedUrl }) => `${closedUrl}/`,
    isShown: seen('This service wants a token'),
  },
];
