/** What was seen of one real object of the archive: facts to hold the specs against. */
export interface RealObject {
  readonly key: string;
  /** Bytes of the zip. */
  readonly bytes: number;
  /** Lines of the CSV, the header included. */
  readonly lines: number;
  readonly first: readonly string[];
  readonly last: string;
  /** The text of its sidecar behind the digest. */
  readonly sidecarEnd: string;
}

const day = (period: string, interval: string): string =>
  `data/spot/daily/klines/BTCUSDT/${interval}/BTCUSDT-${interval}-${period}.zip`;

/** Objects of data.binance.vision, fetched 2026-05 and later. */
export const REAL_OBJECTS: readonly RealObject[] = [
  {
    key: day('2020-01-01', '1m'),
    bytes: 69_497,
    lines: 1_440,
    first: [
      '1577836800000,7195.24000000,7196.25000000,7183.14000000,7186.68000000,51.64281200,1577836859999,371233.51835535,493,19.59823000,140888.41428273,0',
      '1577836860000,7187.67000000,7188.06000000,7182.20000000,7184.03000000,7.24814800,1577836919999,52080.12778780,135,2.03177200,14599.21192429,0',
    ],
    last: '1577923140000,7198.71000000,7201.74000000,7198.00000000,7200.85000000,16.90829500,1577923199999,121725.14156910,89,11.22920100,80840.43400023,0',
    sidecarEnd: '  BTCUSDT-1m-2020-01-01.zip',
  },
  {
    key: day('2026-05-08', '1h'),
    bytes: 1_613,
    lines: 24,
    first: [
      '1778198400000000,80006.00000000,80142.84000000,79729.72000000,79831.99000000,958.06006000,1778201999999999,76636658.96208970,67626,559.85461000,44801546.15802500,0',
      '1778202000000000,79831.98000000,79900.11000000,79612.63000000,79740.01000000,539.33838000,1778205599999999,43021133.11240800,60400,259.42410000,20693153.56999060,0',
    ],
    last: '1778281200000000,80262.00000000,80299.27000000,80111.02000000,80193.17000000,441.09530000,1778284799999999,35372805.52295220,42469,127.18109000,10201582.16583180,0',
    sidecarEnd: '  BTCUSDT-1h-2026-05-08.zip\n',
  },
  {
    key: 'data/futures/um/monthly/fundingRate/BTCUSDT/BTCUSDT-fundingRate-2026-04.zip',
    bytes: 960,
    lines: 91,
    first: [
      'calc_time,funding_interval_hours,last_funding_rate',
      '1775001600000,8,-0.00003449',
      '1775030400000,8,-0.00000461',
    ],
    last: '1777564800000,8,-0.00002904',
    sidecarEnd: '  BTCUSDT-fundingRate-2026-04.zip\n',
  },
];
