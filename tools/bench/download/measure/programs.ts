import { findS5cmd } from '@tapehaul/s5cmd';
import { repositoryFolder } from '@tapehaul/testkit';
import { type Clients, findClients } from '@tapehaul/testkit/services';
import { execa } from 'execa';

/** Paths of the programs that take part. */
export interface Programs extends Clients {
  readonly s5cmd: string;
}

/** Bundles the commands of this repository afresh and finds the others. Throws when s5cmd is not installed. */
export async function findPrograms(): Promise<Programs> {
  await execa('npx', ['rolldown', '-c', 'rolldown.config.mjs'], { cwd: repositoryFolder });
  const s5cmd = await findS5cmd();
  if (s5cmd === undefined) throw new Error('s5cmd is missing: npm run setup');
  return { ...(await findClients()), s5cmd: s5cmd.path };
}

/** First lines of what the programs say of their versions. */
export async function versionsOf({ s5cmd, rclone, aws }: Programs): Promise<string[]> {
  const said = await Promise.all([
    execa(s5cmd, ['version']),
    execa(rclone, ['version']),
    execa(aws, ['--version']),
  ]);
  const [s5cmdVersion, ...others] = said.map(({ stdout }) => stdout.split('\n')[0] ?? '');
  return [`Node ${process.versions.node}`, `s5cmd ${s5cmdVersion}`, ...others];
}
