import { asTapehaulError, TapehaulError } from '@tapehaul/errors';
import { type ClientConfigTLS, loadClientConfigProfile, loadConfigData } from '@temporalio/envconfig';
import type { TemporalPlace, TemporalTls } from './temporal-place.ts';

/** Where Temporal's own variables and configuration file are described. */
const VARIABLES = 'https://docs.temporal.io/develop/environment-configuration';

/**
 * The server that the environment names, as every program of Temporal reads it: `TEMPORAL_ADDRESS`, `TEMPORAL_NAMESPACE`,
 * `TEMPORAL_API_KEY`, `TEMPORAL_TLS` and `TEMPORAL_TLS_*`, or the profile (`TEMPORAL_PROFILE`) of Temporal's configuration file; and
 * `TEMPORAL_TASK_QUEUE`. Throws a TapehaulError `config_invalid` where no address is named, or a file that it names cannot be read.
 */
export function environmentPlace(env: NodeJS.ProcessEnv = process.env): TemporalPlace {
  const profile = read(() => loadClientConfigProfile({ overrideEnvVars: set(env) }));
  const { address, namespace, apiKey } = profile;
  if (address === undefined) {
    throw new TapehaulError('config_invalid', 'TEMPORAL_ADDRESS is not set', {
      hint: 'Set it to host and port of the Temporal server, such as temporal.example:7233.',
    });
  }
  const taskQueue = env.TEMPORAL_TASK_QUEUE;
  return {
    address,
    ...(namespace === undefined ? {} : { namespace }),
    ...(taskQueue ? { taskQueue } : {}),
    ...(profile.tls === undefined ? {} : { tls: tlsOf(profile.tls) }),
    ...(apiKey === undefined ? {} : { apiKey }),
  };
}

/** Variables that have a value: an empty one is as good as none. */
function set(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value ? [[name, value]] : [])));
}

function tlsOf({
  disabled,
  serverName,
  serverCACert,
  clientCert,
  clientKey,
}: ClientConfigTLS): boolean | TemporalTls {
  if (disabled === true) return false;
  const ca = read(() => loadConfigData(serverCACert));
  const certificate = read(() => loadConfigData(clientCert));
  const key = read(() => loadConfigData(clientKey));
  if ((certificate === undefined) !== (key === undefined)) {
    throw new TapehaulError(
      'config_invalid',
      'of a certificate for Temporal and its key, only one is named',
      {
        hint: 'Set both: TEMPORAL_TLS_CLIENT_CERT_PATH and TEMPORAL_TLS_CLIENT_KEY_PATH.',
      },
    );
  }
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(certificate === undefined ? {} : { certificate }),
    ...(key === undefined ? {} : { key }),
    ...(serverName === undefined ? {} : { serverName }),
  };
}

/** What the environment names; a file that cannot be read is the user's to correct. */
function read<Value>(load: () => Value): Value {
  try {
    return load();
  } catch (thrown) {
    const { message } = asTapehaulError(thrown);
    throw new TapehaulError(
      'config_invalid',
      `the settings of the Temporal server cannot be read: ${message}`,
      {
        cause: thrown,
        hint: `Correct the variable TEMPORAL_… or the file that it names; all of them: ${VARIABLES}`,
      },
    );
  }
}
