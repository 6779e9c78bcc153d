import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { children } from '@tapehaul/testkit';
import { describe, expect, test } from 'vitest';
import type { BatchReport, S5cmdOptions } from '../src/index.ts';
import { directory, fakeEngine, getInto, modes } from './fake-engine.ts';

describe.each(modes)('in %s mode an s5cmd that cannot be trusted', (mode) => {
  const fake = (script: string, more: Partial<S5cmdOptions> = {}) => fakeEngine(mode, script, more);

  test('and only hangs is unavailable from the fourth time on', async () => {
    // One line after the other, so that each is given up before the next hangs.
    const script = 'echo >> "$here/starts"; next; next; echo >> "$part"; exec sleep 60';
    const engine = await fake(script, { timeoutSeconds: 0.2, batchSize: 2 });
    for (const code of ['stalled', 'stalled', 'stalled', 'engine_unavailable']) {
      const [first, second] = [getInto(engine, 'a'), getInto(engine, 'b')];
      await expect(first).rejects.toMatchObject({ code });
      await expect(second).rejects.toMatchObject({ code });
    }
    expect(await readFile(join(directory, 'starts'), 'utf8')).toBe('\n\n\n');
    await engine.close();
  });

  test('but answers now and then before it dies is started again', async () => {
    const engine = await fake(
      'echo >> "$here/starts"; [ $(wc -l < "$here/starts") = 3 ] && next && absent; kill -9 $$',
    );
    const codes = [];
    for (let count = 0; count < 6; count++) codes.push((await getInto(engine).catch((error) => error)).code);
    expect(codes).toContain('not_found');
    expect(codes).not.toContain('engine_unavailable');
    await engine.close();
  });

  test('and runs out of files says what to do', async () => {
    const engine = await fake('echo "ERROR open out/n1532: too many open files"; exit 1');
    const error = { code: 'engine_crashed', hint: expect.stringContaining('ulimit') };
    await expect(getInto(engine)).rejects.toMatchObject(error);
    await engine.close();
  });

  test('and prints junk is still read, and the junk reported', async () => {
    const reports: BatchReport[] = [];
    const junk = '{"error":"session: fetching region failed"}';
    const script = `echo 'NAME: s5cmd'; echo '${junk}' >&2; next; arrived /elsewhere; echo null; echo; brings`;
    const engine = await fake(script, { onBatch: (report) => reports.push(report) });
    expect(await getInto(engine)).toMatchObject({ bytes: 5 });
    await engine.close();
    const [{ remarks } = { remarks: [] }] = reports;
    expect(reports).toMatchObject([{ transfers: 1, succeeded: 1, failed: 0 }]);
    expect(remarks).toEqual(expect.arrayContaining(['NAME: s5cmd', junk, 'null']));
    expect(remarks).toHaveLength(4);
  });

  test('and hangs on one line holds up no other, and gets no more', async () => {
    const script = `echo >> "$here/starts"
      while next; do case $line in
        */hang*) ;;
        */slow*) slow=$part; (until [ -e "$here/go" ]; do echo >> "$slow"; sleep 0.02; done; brings "$slow") & ;;
        *) brings ;;
      esac; done; wait`;
    const engine = await fake(script, { timeoutSeconds: 0.5 });
    const slow = getInto(engine, 'slow');
    const hang = getInto(engine, 'hang');
    await getInto(engine, 'quick');
    await expect(hang).rejects.toMatchObject({ code: 'stalled' });
    const after = mode === 'stream' ? getInto(engine, 'after') : undefined;
    await after;
    await writeFile(join(directory, 'go'), '');
    await slow;
    await after;
    expect((await readFile(join(directory, 'starts'), 'utf8')).length).toBe(mode === 'stream' ? 2 : 1);
    await engine.close();
    expect((await readdir(directory)).filter((name) => name.includes('.part'))).toEqual([]);
    expect(children()).toEqual([]);
  });

  test('is read though the listener of its reports throws, with a warning', async () => {
    const warned = once(process, 'warning');
    const engine = await fake('next; brings', {
      onBatch: () => {
        throw new Error('no room for a report');
      },
    });
    expect(await getInto(engine)).toMatchObject({ bytes: 5 });
    expect(await warned).toMatchObject([{ message: 'no room for a report' }]);
    await engine.close();
  });

  test('gets no AWS or S3 variables', async () => {
    const engine = await fake('env > "$here/env"');
    process.env.S3_ENDPOINT_URL = 'http://elsewhere.example';
    process.env.AWS_PROFILE = 'work';
    await getInto(engine).catch(() => {});
    delete process.env.S3_ENDPOINT_URL;
    delete process.env.AWS_PROFILE;
    await engine.close();
    const names = (await readFile(join(directory, 'env'), 'utf8'))
      .split('\n')
      .map((line) => line.split('=')[0]);
    expect(names).not.toContain('S3_ENDPOINT_URL');
    expect(names).not.toContain('AWS_PROFILE');
    expect(names).toContain('AWS_REGION');
  });
});
