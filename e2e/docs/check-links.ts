// `npm run links`: prints each link of a Markdown file that leads nowhere; exit status 1 then.
import { join } from 'node:path';
import { brokenLinks } from './links.ts';

const broken = brokenLinks(join(import.meta.dirname, '../..'));
for (const line of broken) console.error(line);
if (broken.length > 0) process.exitCode = 1;
