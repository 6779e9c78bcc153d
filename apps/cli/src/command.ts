import { CommanderError } from 'commander';
import { addCompletion } from './completion/completion.ts';
import { reportRecordUpdates } from './process/record-updates.ts';
import { reportError } from './process/report-error.ts';
import { exitAfterTrace } from './process/trace-option.ts';
import { createProgram } from './program.ts';

/** How long something that is still open may take to end, in milliseconds. */
const LEFT_OPEN = 3_000;

/** The process: reads its command line, does what that says and ends with its exit status. */
const program = createProgram();
await addCompletion(program, process.argv.slice(2));
/** With `plan --detailed-exitcode`, 2 means that there is something to do, so errors are 1. */
const detailedExit = process.argv.includes('--detailed-exitcode');

if (!process.argv.some((word) => word === '-q' || word === '--quiet')) reportRecordUpdates();

// A reader that has seen enough, such as `| head`, is no fault: work that still runs stops in order.
let readerLeft = false;
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    if (!readerLeft) process.emit('SIGTERM', 'SIGTERM');
    readerLeft = true;
  });
}

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : detailedExit ? 1 : 2;
  else {
    const status = reportError(error, process.argv.includes('--json'));
    process.exitCode = detailedExit ? 1 : status;
  }
} finally {
  await exitAfterTrace();
  // What could not be closed must not keep a command alive that is done.
  setTimeout(() => process.exit(), LEFT_OPEN).unref();
}
