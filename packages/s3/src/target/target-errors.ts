import { type ErrorCode, TapehaulError } from '@tapehaul/errors';
import { requestError } from '../answers/request-error.ts';

const CHAIN = 'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, AWS_PROFILE, or the role of the machine';
const RIGHTS = 's3:GetObject, s3:PutObject, s3:DeleteObject and s3:ListBucket';

/** What to do next, where the bucket that files go to is meant and not the archive. */
const HINTS: Partial<Record<ErrorCode, string>> = {
  access_denied: `Check the credentials (${CHAIN}) and what they may do in the bucket (${RIGHTS}).`,
  checksum_mismatch: 'The file changed on the disk or on the way to the bucket; it is fetched again.',
  bucket_not_found: 'Create the bucket, or check storage.bucket and storage.endpoint in the configuration.',
  connection_failed: 'Check storage.endpoint and the network.',
  target_blocked:
    'This server keeps objects as files in folders: remove the object or folder that stands in the way, or choose another storage.prefix, then retry.',
};

/** What to do about a request that is refused: only some refusals are about region or address. */
function refusedHint(name: string, status: unknown): string {
  const isOfAddress = status === 301 || status === 307 || ADDRESS.has(name);
  if (isOfAddress) return 'Check storage.region and storage.endpoint in the configuration.';
  return `The server refuses the request itself${name === '' ? '' : ` (${name})`}: correct what its message names, then retry. storage.endpoint must be the address of an S3 server.`;
}

/** What S3 says where a bucket is requested in a wrong region, or at a wrong address. */
const ADDRESS = new Set([
  'AuthorizationHeaderMalformed',
  'IllegalLocationConstraintException',
  'InvalidRegion',
  'PermanentRedirect',
  'TemporaryRedirect',
]);

/** Errors of the SDK that mean that its chain found no credentials, or ones that it cannot use. */
const NO_CREDENTIALS = new Set(['CredentialsProviderError', 'TokenProviderError']);
/** What S3 says in words of its own, below a status that says less. */
const NAMED: Readonly<Record<string, ErrorCode>> = {
  BadDigest: 'checksum_mismatch',
  XAmzContentChecksumMismatch: 'checksum_mismatch',
  ExpiredToken: 'access_denied',
  InvalidToken: 'access_denied',
  TokenRefreshRequired: 'access_denied',
  // versitygw, of an unknown access key, with status 404.
  XAdminUserNotFound: 'access_denied',
  // Servers that keep objects as files in folders: versitygw, then MinIO.
  ExistingObjectIsDirectory: 'target_blocked',
  ObjectParentIsFile: 'target_blocked',
  DirectoryObjectContainsData: 'target_blocked',
  ErrDirectoryNotEmpty: 'target_blocked',
  XMinioObjectExistsAsDirectory: 'target_blocked',
  XMinioParentIsObject: 'target_blocked',
};

/** What a failed request to the bucket that files go to means. Never holds a credential. */
export function storageError(address: string, thrown: unknown): TapehaulError {
  if (thrown instanceof TapehaulError) return thrown;
  const name = thrown instanceof Error ? thrown.name : '';
  if (NO_CREDENTIALS.has(name)) {
    return new TapehaulError('access_denied', `${address}: no credentials were found`, {
      cause: thrown,
      facts: { address },
      hint: `Provide credentials in one of the ways of the AWS SDK: ${CHAIN}.`,
    });
  }
  const { code: likely, message, facts, hint, retry, cause } = requestError(address, thrown);
  const named = NAMED[name];
  const code = named ?? likely;
  return new TapehaulError(code, message, {
    cause,
    facts: { ...facts, address },
    hint: code === 'request_refused' ? refusedHint(name, facts.status) : (HINTS[code] ?? hint),
    ...(named === undefined ? { retry } : {}),
  });
}
