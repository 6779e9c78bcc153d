import { registerHooks } from 'node:module';
import { duckdbWriter } from '../src/index.ts';

// Prints the error of a writer where a module cannot be loaded: node without-duckdb-child.ts <module> <code> <message>
const [module = '', code = '', message = ''] = process.argv.slice(2);
registerHooks({
  resolve(specifier, context, next) {
    if (specifier.startsWith(module)) throw Object.assign(new Error(message), { code });
    return next(specifier, context);
  },
});
await duckdbWriter({ staging: '/nowhere' }).catch((error: unknown) => console.log(JSON.stringify(error)));
