import { openToWrite } from '../src/index.ts';

/** Makes the file that is its argument, and prints how many steps it has. */
const steps = ['CREATE TABLE notes (text TEXT NOT NULL) STRICT', 'ALTER TABLE notes ADD at INTEGER'];
const database = openToWrite(
  String(process.argv[2]),
  { steps, stepsDone: (it) => Number(it.prepare('PRAGMA user_version').get()?.user_version) },
  'FULL',
);
process.stdout.write(String(database.prepare('PRAGMA user_version').get()?.user_version));
database.close();
