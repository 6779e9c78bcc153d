let loading: Promise<typeof import('@aws-sdk/client-s3')> | undefined;

/**
 * The AWS SDK, loaded with the first call, which takes a quarter of a second. It is kept because each `import()` of a bundle copies
 * its hundreds of names.
 */
export function awsSdk(): Promise<typeof import('@aws-sdk/client-s3')> {
  loading ??= import('@aws-sdk/client-s3');
  return loading;
}
