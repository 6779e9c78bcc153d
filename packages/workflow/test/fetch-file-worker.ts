import { createDownloader } from '@tapehaul/downloader';
import { s3Engine } from '@tapehaul/s3';
import { type FileInput, fetchFile } from '../src/index.ts';

/** What a process of a fleet would be sent: where files come from and go, and one file. */
export interface Message {
  readonly endpoint: string;
  readonly output: string;
  readonly input: FileInput;
}

process.on('message', async ({ endpoint, output, input }: Message) => {
  const engine = s3Engine({ endpoint, bucket: 'data.binance.vision', region: 'ap-northeast-1' });
  const downloader = createDownloader({
    engines: [engine],
    target: output,
    retry: { retries: 0, delaySeconds: 0 },
  });
  const { signal } = new AbortController();
  const outcome = await fetchFile(input, { downloader, signal, log: () => {} });
  await downloader.close();
  process.send?.(outcome);
});
