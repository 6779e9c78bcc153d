import { type Series, symbolForm } from '@tapehaul/archive';
import type { BuiltTable } from './built-table.ts';
import { pythonText } from './python-text.ts';

/**
 * A script of Python, with polars, that writes the candles of spot and of USDT-margined perpetuals as freqtrade reads them: one feather file for
 * each pair and timeframe, of exactly six columns by position. `folder` is the absolute path of the folder of all tables, `out`
 * that of freqtrade's data. Series whose pair does not show in their symbol are left out, in a comment.
 */
export function freqtradeLines(
  tables: readonly BuiltTable[],
  folder: string,
  out: string,
): readonly string[] {
  const series = tables.find(({ name }) => name === 'klines')?.series ?? [];
  const [entries, others]: [string[], string[]] = [[], []];
  for (const { series: one } of series) {
    const file = freqtradeFile(one);
    if (file === undefined) others.push(`# left out: ${one.market} ${one.symbol} ${one.interval}`);
    else entries.push(`    (${pythonText(folderOf(one))}, ${pythonText(file)}),`);
  }
  const head = `import pathlib\n\nimport polars as pl\n\ntables = pathlib.Path(${pythonText(folder)})`;
  const data = `data = pathlib.Path(${pythonText(out)})`;
  return [`${head}\n${data}`, `series = [\n${entries.join('\n')}\n]`, ...others, LOOP];
}

const LOOP = `for folder, name in series:
    candles = pl.concat(
        pl.read_parquet(file, hive_partitioning=False, glob=False)
        for file in sorted(tables.joinpath(folder).glob("*/*.parquet"))
    )
    file = data / name
    file.parent.mkdir(parents=True, exist_ok=True)
    candles.select(
        pl.col("open_time").dt.cast_time_unit("ms").alias("date"),
        pl.col("open", "high", "low", "close", "volume").cast(pl.Float64),
    ).write_ipc(file, compression="lz4", compat_level=pl.CompatLevel.oldest())`;

/** Name of freqtrade's file below its data; undefined where the pair does not show, or it has no such files. */
function freqtradeFile({ market, symbol, interval }: Series): string | undefined {
  const quote = QUOTES.find((name) => symbol.endsWith(name) && symbol.length > name.length);
  if (quote === undefined || interval === null) return undefined;
  const base = symbol.slice(0, -quote.length);
  const timeframe = interval === '1mo' ? '1Mo' : interval;
  if (market === 'spot') return `${base}_${quote}-${timeframe}.feather`;
  if (market !== 'futures_um' || symbolForm(symbol, market) !== 'perpetual') return undefined;
  return `futures/${base}_${quote}_${quote}-${timeframe}-futures.feather`;
}

function folderOf({ dataType, market, symbol, interval }: Series): string {
  return `${dataType}/market=${market}/symbol=${symbol}/interval=${interval}`;
}

/** What pairs of Binance are quoted in; of two that fit, the first counts. */
const QUOTES =
  'FDUSD,USDT,USDC,BUSD,TUSD,USDP,USDS,USD1,BIDR,BKRW,IDRT,AEUR,EURI,BTC,ETH,BNB,XRP,TRX,DOGE,DOT,SOL,DAI,VAI,PAX,UST,EUR,GBP,AUD,TRY,BRL,RUB,UAH,NGN,ZAR,PLN,RON,ARS,JPY,MXN,CZK,COP'.split(
    ',',
  );
