import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { TapehaulError } from '@tapehaul/errors';
import * as z from 'zod';
import { directoryProblems } from '../records/directory-names.ts';

/** What a token allows: to look, or to start and stop runs as well. */
export type TokenScope = 'read' | 'write';

function checkDirectory(path: string, { addIssue }: z.RefinementCtx): void {
  for (const { message } of directoryProblems(path)) addIssue({ code: 'custom', message });
}

/** A token as it is kept: never itself. A key that is misspelt, such as `directory`, must not make a token that is for everything. */
const tokenSchema = z.strictObject({
  name: z.string().min(1),
  scope: z.enum(['read', 'write']),
  /** SHA-256 of the token, 64 hex digits. Tokens are random and long, so a plain digest cannot be turned around. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Output directories that it is for, with all below them; all without any. */
  directories: z.array(z.string().superRefine(checkDirectory)).min(1).optional(),
});

/** What belongs to a token, such as its `Idempotency-Key`s, is known by its name. */
function checkNames(tokens: readonly { readonly name: string }[], { addIssue }: z.RefinementCtx): void {
  const names = tokens.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined)
    addIssue({ code: 'custom', message: `two tokens have the name ${JSON.stringify(twice)}` });
}

/** A token as it is kept. */
export type KeptToken = z.output<typeof tokenSchema>;

/**
 * Reads the tokens of a file: a JSON list. Throws a TapehaulError `config_unreadable` when it cannot be read, `config_invalid` when
 * it holds anything else.
 */
export async function readTokens(path: string): Promise<KeptToken[]> {
  const hint = 'tapehaul-server token --name NAME prints an entry for it.';
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TapehaulError('config_unreadable', `the file of --tokens cannot be read: ${reason}`, {
      cause,
      hint: `Give the path of an existing file: a JSON list. ${hint}`,
    });
  });
  try {
    return z.array(tokenSchema).min(1).superRefine(checkNames).parse(JSON.parse(text));
  } catch (cause) {
    const reason = cause instanceof z.ZodError ? z.prettifyError(cause) : 'it is not JSON';
    throw new TapehaulError('config_invalid', `${path} holds no list of tokens (${reason})`, { cause, hint });
  }
}

/** Makes a token, for all output directories by default, and what is kept of it. */
export function newToken(
  name: string,
  scope: TokenScope,
  directories: readonly string[] = [],
): { readonly token: string; readonly kept: KeptToken } {
  const token = `tape_${randomBytes(24).toString('base64url')}`;
  const limits = directories.length === 0 ? {} : { directories: [...directories] };
  return {
    token,
    kept: tokenSchema.parse({ name, scope, sha256: digest(token).toString('hex'), ...limits }),
  };
}

/** The token that the headers of a request show; undefined where they show none. */
export function shownToken({ authorization = '' }: IncomingHttpHeaders): string | undefined {
  return /^Bearer (\S+)$/i.exec(authorization)?.[1];
}

/** The token that a request shows, if it is one of those that are kept; takes as long for any that is not. */
export function tokenOf(shown: string, kept: readonly KeptToken[]): KeptToken | undefined {
  const theirs = digest(shown);
  let found: KeptToken | undefined;
  for (const token of kept) if (timingSafeEqual(theirs, Buffer.from(token.sha256, 'hex'))) found = token;
  return found;
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
