import { TapehaulError } from '@tapehaul/errors';

/** Why no file of a run can come or be stored any more. It ends the run, and is the error of no single file. */
export class BlockedRun extends TapehaulError {
  constructor(error: TapehaulError) {
    super(error.code, error.message, error);
  }
}
