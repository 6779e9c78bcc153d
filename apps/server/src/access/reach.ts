import type { FastifyInstance, FastifyRequest } from 'fastify';
import { HttpRefusal } from './http-refusal.ts';
import type { KeptToken, TokenScope } from './tokens.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Which output directories the sender of the request may know of. */
    reach: Reach;
    /** Name of its token; empty where none is needed. */
    tokenName: string;
    /** What its token allows; `write` where none is needed. */
    tokenScope: TokenScope;
  }
}

/** The output directories that a token is for: some, with all below them, or all. */
export class Reach {
  readonly #directories: readonly string[] | undefined;

  constructor(token?: KeptToken) {
    this.#directories = token?.directories;
  }

  /** The directories, with all below each; undefined when it is for all. */
  get directories(): readonly string[] | undefined {
    return this.#directories;
  }

  /** Whether it is for all. */
  get isWhole(): boolean {
    return this.#directories === undefined;
  }

  /** Whether a directory, named as requests do, is one of them. */
  has(name: string): boolean {
    return this.#directories?.some((one) => name === one || name.startsWith(`${one}/`)) ?? true;
  }

  /** Throws a HttpRefusal, 403, when a directory is none of them. */
  require(name: string): void {
    if (this.has(name)) return;
    throw new HttpRefusal(
      403,
      'directory_not_allowed',
      `this token is not for the output directory ${JSON.stringify(name)}`,
      `It is for ${this.#directories?.join(', ')}, and what is below.`,
    );
  }
}

/** Where a run is, as requests name directories. */
type HomeOf = (runId: string) => Promise<string | undefined>;

/** Answers requests about a run that the token is not for as if there were none. */
export function hideRuns(server: FastifyInstance, homeOf: HomeOf): void {
  server.addHook('preValidation', async ({ params, reach }: FastifyRequest) => {
    const { run }: { readonly run?: unknown } = Object(params);
    if (typeof run !== 'string' || reach.isWhole) return;
    const home = await homeOf(run);
    if (home === undefined || !reach.has(home)) throw noRun(run);
  });
}

/** That there is no such run, or none that the sender may know of. */
function noRun(runId: string): HttpRefusal {
  return new HttpRefusal(404, 'run_not_found', `there is no run ${runId}`, 'List the runs: GET /v1/runs.');
}
