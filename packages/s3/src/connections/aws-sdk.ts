let loading: Promise<typeof import('./sdk-parts.ts')> | undefined;

/**
 * What is used of the AWS SDK, loaded with the first call, which takes a quarter of a second. It is kept because each `import()` of
 * a bundle copies its names.
 */
export function awsSdk(): Promise<typeof import('./sdk-parts.ts')> {
  loading ??= import('./sdk-parts.ts');
  return loading;
}
