/** Variables by which people direct the programs of the benchmark elsewhere. */
const MEDDLING = /^(AWS|S3|S5CMD|RCLONE|TAPEHAUL)_|_proxy$/i;

/** This process's environment without anything that directs S3 clients elsewhere. */
export function plainEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env).flatMap(([name, value]): [string, string][] =>
    value === undefined || MEDDLING.test(name) ? [] : [[name, value]],
  );
  return Object.fromEntries(entries);
}

/** Variables that define rclone's remote `archive:` at an address, anonymous unless keys are given. */
export function rcloneRemote(
  endpoint: string,
  keys?: { readonly accessKeyId: string; readonly secretAccessKey: string },
): Record<string, string> {
  const remote = { TYPE: 's3', PROVIDER: 'Other', ENDPOINT: endpoint };
  const access = keys && { ACCESS_KEY_ID: keys.accessKeyId, SECRET_ACCESS_KEY: keys.secretAccessKey };
  const named = Object.entries({ ...remote, ...access }).map(([name, value]) => {
    return [`RCLONE_CONFIG_ARCHIVE_${name}`, value];
  });
  // No configuration file is read.
  return { RCLONE_CONFIG: '/dev/null', ...Object.fromEntries(named) };
}
