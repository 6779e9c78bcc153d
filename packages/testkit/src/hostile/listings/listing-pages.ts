import { entries, entry, folder, type ListingBehaviour, page, pageOf, sends } from './listing-page.ts';

/** Listings whose pages make no progress or never end. */
export const LISTING_PAGES: readonly ListingBehaviour[] = [
  { name: 'the same token again and again', act: page(entry(1), 'again'), ends: 'failed listing_invalid' },
  {
    name: 'ever-new tokens for the same page',
    act: sends((exchange) => pageOf(exchange, entries(1, 3), `t${exchange.nth}`)),
    ends: 'failed listing_invalid',
  },
  {
    name: 'ever-new tokens and no entries',
    act: sends((exchange) => pageOf(exchange, '', `t${exchange.nth}`)),
    ends: 'failed listing_invalid',
  },
  {
    name: 'names that go down from page to page',
    act: sends((exchange) => pageOf(exchange, entry(1_000 - exchange.nth), `t${exchange.nth}`)),
    ends: 'failed listing_invalid',
  },
  {
    name: 'two pages without entries among others',
    act: sends((exchange) => {
      const { nth } = exchange;
      return nth < 4
        ? pageOf(exchange, nth === 0 ? entry(1) : nth === 3 ? entry(2) : '', `t${nth}`)
        : pageOf(exchange, entry(3));
    }),
    ends: 'listed 3',
  },
  {
    name: 'more pages, but no token',
    act: sends((exchange) => pageOf(exchange, '', 'x').replace(/<Next.*Token>/, '')),
    ends: 'failed server_error',
  },
  {
    name: 'a token of a hundred kilobytes',
    act: page(entry(1), 't'.repeat(100_000)),
    ends: 'failed listing_invalid',
  },
  {
    name: 'folders without end',
    folders: true,
    act: sends((exchange) => {
      const from = 1_000_000 + exchange.nth * 10_000;
      const names = Array.from({ length: 10_000 }, (_, index) => folder(`S${from + index}/`));
      return pageOf(exchange, names.join(''), `t${exchange.nth}`);
    }),
    ends: 'failed listing_invalid',
  },
  {
    name: 'folders that are none',
    folders: true,
    act: page(folder('A/') + folder('B/C/') + folder('../') + folder('') + folder('D')),
    ends: 'listed 2 and 3 problems',
  },
  {
    name: 'a page of 1.5 GB',
    act: async (exchange) => {
      await exchange.answer({ 'content-length': 1_500_000_000 });
      await exchange.send(pageOf(exchange, '').slice(0, 60));
      await exchange.forEver(entries(1, 500), 2);
    },
    ends: 'failed listing_invalid',
  },
  {
    name: 'a page without length and end',
    act: async (exchange) => {
      await exchange.answer({ connection: 'close' });
      await exchange.forEver(' '.repeat(64 * 1_024), 2);
    },
    ends: 'failed listing_invalid',
  },
];
