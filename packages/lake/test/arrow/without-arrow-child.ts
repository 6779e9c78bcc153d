import { registerHooks } from 'node:module';
import { openArrowStream } from '../../src/index.ts';

// Prints the error of a stream where Apache Arrow is not installed.
registerHooks({
  resolve(specifier, context, next) {
    if (specifier === 'apache-arrow')
      throw new Error(`Cannot find package '${specifier}'\nimported from here`);
    return next(specifier, context);
  },
});
const series = { market: 'spot', dataType: 'trades', symbol: 'BTCUSDT', interval: null };
await openArrowStream(series, 'decimal').catch((error: unknown) => console.log(JSON.stringify(error)));
