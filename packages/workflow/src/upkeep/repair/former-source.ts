import { SOURCE_STYLES, type SourceAddress, sourceAddress } from '@tapehaul/archive';

/** Where the files of a run came from, as its metadata has it. */
export interface RecordedSource {
  readonly endpoint: string;
  readonly bucket: string;
  /** What the keys of the archive follow; metadata of older versions lacks it. */
  readonly address?: string | undefined;
}

/** The source of a run as its configuration named it: style and prefix are read from the address, which may fit two styles; the first is taken then. */
export function formerSource({ endpoint, bucket, address }: RecordedSource): SourceAddress {
  const source = { endpoint, bucket };
  if (address === undefined) return source;
  for (const style of SOURCE_STYLES) {
    const named = style === 'path' ? source : { ...source, style };
    const beginning = sourceAddress(named);
    if (address === beginning) return named;
    if (address.startsWith(`${beginning}/`)) return { ...named, prefix: address.slice(beginning.length + 1) };
  }
  return source;
}
