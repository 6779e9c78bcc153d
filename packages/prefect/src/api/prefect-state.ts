import { STATES, type StateName } from '@tapehaul/states';

/** A state as Prefect's API takes it. Its types are those of tapehaul. */
export interface PrefectState {
  readonly type: string;
  readonly name: string;
  readonly message: string | null;
  readonly state_details: { readonly scheduled_time?: string };
}

/** Most of a message that is sent, in characters. */
const MOST_CHARACTERS = 4_000;

/** A state of ours for Prefect: with why it was entered, and when it continues by itself, in milliseconds since 1970. */
export function prefectState(name: StateName, message: string | null, continuesAt?: number): PrefectState {
  return {
    type: STATES[name],
    name,
    message: message === null ? null : message.slice(0, MOST_CHARACTERS),
    state_details: continuesAt === undefined ? {} : { scheduled_time: new Date(continuesAt).toISOString() },
  };
}
