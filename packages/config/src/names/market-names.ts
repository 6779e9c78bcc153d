import { asMarket, type Market } from '@tapehaul/archive';
import { folded, spellings } from './folded.ts';

/**
 * Other names of the markets. Those that two markets share (`futures`, `perpetual`, `swap`) are left out: they are
 * ambiguous.
 */
const MARKET_SPELLINGS = spellings<Market>({
  spot: ['spot_market', 'cash', 'data/spot'],
  futures_um: [
    ...['um', 'um_futures', 'usdm', 'usd-m', 'usdⓢ-m', 'usds-m', 'usdt-m', 'usdsm_futures', 'usdm_futures'],
    ...[
      'usdt_futures',
      'usdt_margined',
      'usd_margined',
      'usdtm_futures',
      'futures_usdt',
      'futures_usdm',
      'linear',
    ],
    ...['linear_futures', 'usdt_perp', 'usdt_perpetual', 'fapi', 'data/futures/um'],
  ],
  futures_cm: [
    ...[
      'cm',
      'cm_futures',
      'coinm',
      'coin-m',
      'coin_margined',
      'coinm_futures',
      'coin_futures',
      'futures_coin',
    ],
    ...['futures_coinm', 'inverse', 'inverse_futures', 'usd_futures', 'dapi', 'data/futures/cm'],
  ],
  options: ['option', 'vanilla_options', 'european_options', 'eoptions', 'eapi', 'data/option'],
});

/** The market that a name means: its own name, or that of other tools (`um_futures`, `USDT-M`, `coin-m`). */
export function readMarketName(text: string): Market | undefined {
  return asMarket(text) ?? MARKET_SPELLINGS.get(folded(text));
}
