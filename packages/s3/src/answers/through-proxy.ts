import { TapehaulError } from '@tapehaul/errors';
import { answeredThrough, type Network } from '@tapehaul/network';
import type { ObjectReader } from './object-reader.ts';

/** Codes that only an S3 server gives: what carries one is its own answer. */
const OWN =
  /^(NoSuch\w+|Access(?:Denied|Forbidden)|All\w+Disabled|SlowDown|Internal(?:Error|Failure)|ServiceUnavailable|Invalid\w+|Precondition\w+|PermanentRedirect|TemporaryRedirect|Request(?:Time|Timeout)\w*|Signature\w+|Expired\w+|AuthorizationHeader\w+|Malformed\w+|Missing\w+|Method\w+|KeyTooLong\w*|TooMany\w+)$/;

/** An error of an answer to a request to that address, which says where a proxy on the way may have given the answer. */
export function throughProxy(error: TapehaulError, network: Network, address: string): TapehaulError {
  const isServers = OWN.test(String(error.facts.s3 ?? ''));
  return answeredThrough(error, network.routeTo(address), new URL(address).host, isServers);
}

/** The same reader, whose errors name the proxy that may have answered in place of the server at that address. */
export function readThroughProxy(reader: ObjectReader, network: Network, address: string): ObjectReader {
  if (!network.routeTo(address).isWhole) return reader;
  return {
    ...reader,
    read: (...args) =>
      reader.read(...args).catch((thrown: unknown) => {
        throw thrown instanceof TapehaulError ? throughProxy(thrown, network, address) : thrown;
      }),
  };
}
