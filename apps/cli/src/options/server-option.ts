import { Option } from 'commander';

/** The option that sends a command to a service; apart from what it uses then, which not every start of the command loads. */
export function serverOption(): Option {
  return new Option(
    '--server <url>',
    'use this service instead of a local directory; set its token in TAPEHAUL_TOKEN',
  );
}
