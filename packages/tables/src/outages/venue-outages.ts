import type { Confidence, Market } from '@tapehaul/archive';

/** A time at which a whole market did not trade, so that rows are missing in every symbol. */
export interface VenueOutage {
  readonly market: Market;
  /** UTC, to the second: the last trade before, and the first one after, or the announced times. */
  readonly from: string;
  readonly to: string;
  /** Issues of binance-public-data that list it; `audits`: published lists of 1m candles that are missing in many symbols at once. */
  readonly source: string;
  /** `H`: two independent lists; `M`: one. */
  readonly confidence: Confidence;
}

/** Known outages, by time. All are of the spot market: no list of outages of futures or options is known. */
export const VENUE_OUTAGES: readonly VenueOutage[] = [
  spot('2017-09-06T15:45:00Z', '2017-09-06T23:00:00Z', '#169, #365', 'H'),
  spot('2017-12-04T06:00:20Z', '2017-12-04T06:49:06Z', '#365', 'M'),
  spot('2017-12-18T10:00:42Z', '2017-12-18T10:14:47Z', '#365', 'M'),
  spot('2017-12-18T12:15:00Z', '2017-12-18T13:34:10Z', '#169, #365', 'H'),
  spot('2018-01-04T03:00:00Z', '2018-01-04T05:06:13Z', '#77, #169, #365', 'H'),
  spot('2018-02-08T00:28:14Z', '2018-02-09T10:00:01Z', '#169, #316, #365, #379', 'H'),
  spot('2018-02-10T05:58:14Z', '2018-02-10T06:15:00Z', '#169, #365', 'H'),
  spot('2018-02-11T04:00:00Z', '2018-02-11T04:35:00Z', '#169, #365', 'H'),
  spot('2018-06-26T02:00:00Z', '2018-06-26T12:00:00Z', '#77, #365', 'H'),
  spot('2018-06-27T13:00:00Z', '2018-06-27T14:45:00Z', '#77, #365', 'H'),
  spot('2018-07-04T00:22:25Z', '2018-07-04T08:00:00Z', '#77, #365', 'H'),
  spot('2018-10-19T06:00:00Z', '2018-10-19T09:30:00Z', '#365', 'M'),
  spot('2018-11-14T02:00:00Z', '2018-11-14T09:00:00Z', '#365', 'M'),
  spot('2019-03-12T02:00:00Z', '2019-03-12T08:00:00Z', '#365, audits', 'H'),
  spot('2019-05-15T03:00:00Z', '2019-05-15T13:00:00Z', '#365, audits', 'H'),
  spot('2019-06-07T21:13:13Z', '2019-06-07T22:15:00Z', '#365, audits', 'H'),
  spot('2019-08-15T02:00:00Z', '2019-08-15T10:00:00Z', '#365, audits', 'H'),
  spot('2019-11-13T02:00:00Z', '2019-11-13T04:20:00Z', 'audits', 'H'),
  spot('2019-11-25T02:00:00Z', '2019-11-25T04:00:00Z', 'audits', 'H'),
  spot('2020-02-09T02:00:00Z', '2020-02-09T03:00:00Z', '#368, audits', 'H'),
  spot('2020-02-19T11:35:33Z', '2020-02-19T17:30:00Z', '#84, #368', 'H'),
  spot('2020-03-04T09:21:47Z', '2020-03-04T11:30:00Z', '#368, audits', 'H'),
  spot('2020-04-25T02:00:00Z', '2020-04-25T04:30:00Z', '#312, #368', 'H'),
  spot('2020-06-28T02:00:00Z', '2020-06-28T05:30:00Z', '#312, #368', 'H'),
  spot('2020-11-30T06:00:00Z', '2020-11-30T07:00:00Z', '#312, audits', 'H'),
  spot('2020-12-21T13:47:21Z', '2020-12-21T18:00:00Z', '#312, #368', 'H'),
  spot('2020-12-25T02:00:00Z', '2020-12-25T03:00:00Z', '#312, #368', 'H'),
  spot('2021-02-11T03:40:55Z', '2021-02-11T05:00:00Z', '#312, #368', 'H'),
  spot('2021-03-06T02:00:00Z', '2021-03-06T03:30:00Z', '#312, #368', 'H'),
  spot('2021-04-20T02:00:00Z', '2021-04-20T04:30:00Z', '#312, #368', 'H'),
  spot('2021-04-25T04:00:59Z', '2021-04-25T08:45:00Z', '#28, #312, #368', 'H'),
  spot('2021-08-13T02:00:00Z', '2021-08-13T06:30:00Z', '#312, audits', 'H'),
  spot('2021-09-29T07:00:00Z', '2021-09-29T09:00:00Z', '#312, audits', 'H'),
  spot('2023-03-24T12:39:41Z', '2023-03-24T14:00:00Z', '#312, audits', 'H'),
];

function spot(from: string, to: string, source: string, confidence: Confidence): VenueOutage {
  return { market: 'spot', from, to, source, confidence };
}
