import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulator, syntheticSource } from '@tapehaul/archive-simulator';
import { execa } from 'execa';

/**
 * Records what people see: runs commands in a terminal of tmux, 40, 80 and 200 columns wide, against the archive simulator,
 * and writes the screens to docs/terminal.md. `npm run terminal`; needs tmux.
 */
const WIDTHS = [40, 80, 200];
const HEIGHT = 60;
const root = join(import.meta.dirname, '../..');

const REQUEST =
  '--market spot --symbol BTCUSDT,ETHUSDT --type klines --interval 1h --from 2025-06 --to 2025-07-15';

/** What is recorded, in this order: a title, and the command as it is typed. */
const SCENES = [
  ['Plan', `tapehaul plan ${REQUEST} --set partition=daily --dir data`],
  [
    'Collect, with a file that fails',
    `tapehaul collect ${REQUEST} --set partition=daily --set retry_attempts=0 --dir data`,
  ],
  ['What is missing', 'tapehaul coverage --dir data'],
  ['Why a day is missing', 'tapehaul why BTCUSDT 2025-07-03 --dir data'],
  ['Try again what failed', 'tapehaul retry --failed --dir data'],
  ['What is held', 'tapehaul coverage --dir data --map'],
  ['Runs', 'tapehaul runs --dir data'],
  ['One run', 'tapehaul show --dir data'],
  ['Doctor', 'tapehaul doctor --dir data'],
] as const;

const tmux = async (...args: string[]): Promise<string> =>
  (await execa('tmux', ['-L', 'tapehaul', ...args])).stdout;

async function record(width: number): Promise<string> {
  await using simulator = await startSimulator({ source: syntheticSource({ maxRows: 200 }), latencyMs: 20 });
  const fault = { kind: 'status', status: 403, code: 'AccessDenied' } as const;
  simulator.faults.add({ key: /BTCUSDT-1h-2025-07-03\.zip$/, fault });
  const directory = await mkdtemp(join(tmpdir(), 'tapehaul-'));
  const rc = join(directory, 'rc');
  await writeFile(
    rc,
    `PS1='$ '\nPROMPT_COMMAND='tmux -L tapehaul wait-for -S done'\nexport TAPEHAUL_SOURCE_ENDPOINT=${simulator.url}\nexport PATH="${root}/node_modules/.bin:$PATH"\ncd "${directory}"\n`,
  );
  const sections: string[] = [];
  try {
    await tmux(
      'new-session',
      '-d',
      '-s',
      'scene',
      '-x',
      String(width),
      '-y',
      String(HEIGHT),
      `bash --noprofile --rcfile ${rc}`,
    );
    await tmux('set-option', '-t', 'scene', 'history-limit', '5000');
    await tmux('wait-for', 'done');
    for (const [title, command] of SCENES) {
      if (title.startsWith('Try again')) simulator.faults.clear();
      for (const typed of ['clear; tmux -L tapehaul clear-history', command]) {
        await tmux('send-keys', '-t', 'scene', typed, 'Enter');
        await tmux('wait-for', 'done');
      }
      const screen = await tmux('capture-pane', '-p', '-S', '-', '-t', 'scene');
      sections.push(`### ${title}\n\n\`\`\`\n${clean(screen, directory)}\n\`\`\`\n`);
    }
  } finally {
    await tmux('kill-server').catch(() => '');
    await rm(directory, { recursive: true, force: true });
  }
  return `## ${width} columns\n\n${sections.join('\n')}`;
}

/** A screen without what is of this recording only. */
function clean(screen: string, directory: string): string {
  const lines = screen
    .replaceAll(directory, '~')
    .replaceAll(root, '…')
    .replaceAll(homedir(), '~')
    .split('\n')
    .map((line) => line.trimEnd());
  const first = lines.findIndex((line) => line.startsWith('$ tapehaul'));
  const last = lines.findLastIndex((line) => line !== '' && line !== '$');
  return lines.slice(Math.max(0, first), last + 1).join('\n');
}

const head = `# The command in a terminal

What \`tapehaul\` shows, recorded by \`npm run terminal\` against the archive simulator, which refuses one file at first.
Folders are written as \`~\` and \`…\`; the command prints them whole.
`;
const screens: string[] = [];
for (const width of WIDTHS) screens.push(await record(width));
await writeFile(join(root, 'docs/terminal.md'), `${head}\n${screens.join('\n')}`);
