/** What the target keeps with a zip, as metadata of its object. */
export interface KeptProof {
  /** The SHA-256 that was proved, as 64 hex digits. */
  readonly sha256: string;
  /** When it was published, in milliseconds since 1970 UTC: what the modification time is to a local file. */
  readonly publishedMs: number;
}

/** A proof as metadata of an object. */
export function toMetadata({ sha256, publishedMs }: KeptProof): Record<string, string> {
  return { sha256, 'published-ms': String(publishedMs) };
}

/** The proof that an object's metadata hold; undefined when they are not ours. */
export function fromMetadata(metadata: Record<string, string> = {}): KeptProof | undefined {
  const { sha256 = '', 'published-ms': published = '' } = metadata;
  if (!/^[0-9a-f]{64}$/.test(sha256) || !/^\d+$/.test(published)) return undefined;
  return { sha256, publishedMs: Number(published) };
}
