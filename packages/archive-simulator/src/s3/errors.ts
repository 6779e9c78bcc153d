import { type Answer, textAnswer } from './answer.ts';
import type { S3Request } from './request.ts';
import { renderErrorXml } from './xml.ts';

/** Codes of the errors that S3 answers most, by status. */
const USUAL_CODES: Readonly<Record<number, string>> = {
  400: 'InvalidRequest',
  403: 'AccessDenied',
  404: 'NoSuchKey',
  405: 'MethodNotAllowed',
  412: 'PreconditionFailed',
  416: 'InvalidRange',
  429: 'TooManyRequests',
  500: 'InternalError',
  501: 'NotImplemented',
  503: 'SlowDown',
};

const MESSAGES: Readonly<Record<string, string>> = {
  AccessDenied: 'Access Denied',
  InternalError: 'We encountered an internal error. Please try again.',
  InvalidRange: 'The requested range is not satisfiable',
  MethodNotAllowed: 'The specified method is not allowed against this resource.',
  NoSuchBucket: 'The specified bucket does not exist',
  NoSuchKey: 'The specified key does not exist.',
  PreconditionFailed: 'At least one of the pre-conditions you specified did not hold',
  SlowDown: 'Please reduce your request rate.',
};

/** An error as S3 answers it; without a code, the usual one of the status. */
export function errorAnswer(
  request: Pick<S3Request, 'id' | 'bucket' | 'key'>,
  status: number,
  code: string = USUAL_CODES[status] ?? 'InternalError',
  message: string = MESSAGES[code] ?? code,
): Answer {
  return textAnswer(
    status,
    'application/xml',
    renderErrorXml({
      Code: code,
      Message: message,
      Key: request.key,
      BucketName: request.bucket,
      RequestId: request.id,
    }),
  );
}
