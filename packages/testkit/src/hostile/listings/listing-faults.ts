import { setTimeout as sleep } from 'node:timers/promises';
import { entry, firstThen, type ListingBehaviour, page, pageOf, refuses } from './listing-page.ts';

/** Sources that refuse, break off, or are silent where a page is expected. */
export const LISTING_FAULTS: readonly ListingBehaviour[] = [
  { name: 'a 403', act: refuses('403 Forbidden', 'AccessDenied'), ends: 'failed access_denied' },
  {
    name: 'an error in place of a page, without end',
    act: async (exchange) => {
      await exchange.send('HTTP/1.1 500 Oops\r\n\r\n<Error>');
      await exchange.forEver('x'.repeat(64 * 1_024), 2);
    },
    ends: 'failed listing_invalid',
  },
  {
    name: 'a 503, once',
    act: firstThen(refuses('503 Slow Down', 'SlowDown'), page(entry(1))),
    ends: 'listed 1',
  },
  {
    name: 'a connection that breaks off in the page, once',
    act: firstThen(
      async (exchange) => {
        await exchange.answer({ 'content-length': 10_000 }, '<?xml');
        exchange.socket.resetAndDestroy();
      },
      page(entry(1)),
    ),
    ends: 'listed 1',
  },
  {
    name: 'a connection that is closed in the page, once',
    act: firstThen(({ answer }) => answer({ 'content-length': 10_000 }, '<?xml'), page(entry(1))),
    ends: 'listed 1',
  },
  {
    name: 'a page of which a byte comes now and then',
    act: async (exchange) => {
      const text = pageOf(exchange, entry(1));
      await exchange.answer({ 'content-length': text.length });
      for (const letter of text) {
        await exchange.send(letter);
        await sleep(50);
      }
    },
    ends: 'failed too_slow',
  },
  { name: 'a page that never comes', act: ({ left }) => left(), ends: 'failed stalled' },
  {
    name: 'no HTTP at all',
    act: ({ send }) => send('220 mail.example ESMTP\r\n'),
    ends: 'failed server_error',
  },
];
