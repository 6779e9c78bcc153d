import { ANSWERS } from './answers.ts';
import type { Behaviour } from './behaviour.ts';
import { CONTENTS } from './contents.ts';
import { FRAMING } from './framing.ts';
import { HEADERS } from './headers.ts';
import { LENGTHS } from './lengths.ts';
import { SIDECARS } from './sidecars.ts';

/** What hostile and broken sources do with objects and sidecars, by what is wrong. */
export const BEHAVIOUR_GROUPS = {
  lengths: LENGTHS,
  headers: HEADERS,
  framing: FRAMING,
  answers: ANSWERS,
  contents: CONTENTS,
  sidecars: SIDECARS,
} as const satisfies Readonly<Record<string, readonly Behaviour[]>>;

/** All of them: the table that drives the tests and the docs. */
export const BEHAVIOURS: readonly Behaviour[] = Object.values(BEHAVIOUR_GROUPS).flat();
