import { z } from 'zod';

const successSchema = z.object({
  operation: z.string(),
  success: z.literal(true),
  source: z.string(),
  destination: z.string(),
  // s5cmd leaves the size out when the object is empty.
  object: z.object({ size: z.int().default(0) }),
});

const failureSchema = z.object({ command: z.string(), error: z.string() });

/** What one output line of `s5cmd --json` says. */
export type Message =
  | {
      readonly kind: 'success';
      readonly source: string;
      readonly destination: string;
      readonly bytes: number;
    }
  | { readonly kind: 'failure'; readonly command: string; readonly text: string }
  | { readonly kind: 'other'; readonly text: string };

/** Reads one line of either output stream. Help pages, warnings and panics are not JSON: they are `other`. */
export function readMessage(line: string): Message {
  const json = asJson(line);
  const success = successSchema.safeParse(json);
  if (success.success) {
    const { source, destination, object } = success.data;
    return { kind: 'success', source, destination, bytes: object.size };
  }
  const failure = failureSchema.safeParse(json);
  if (failure.success) return { kind: 'failure', command: failure.data.command, text: failure.data.error };
  return { kind: 'other', text: line };
}

function asJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
