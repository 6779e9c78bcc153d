import type { Page } from 'playwright-core';
import { WANTED } from './archive.ts';
import type { Way } from './hand.ts';

/** What a user wants to know of a run that has failures. */
export const QUESTIONS = {
  run: 'why did files of this run fail?',
  listed: `from the failed files to one of them, its attempts and its log (\`${WANTED}\`)`,
  named: 'the same, by typing its name',
} as const;

/** How one of the two is used: when its page of a run is shown, and the way to each answer. */
export interface Manners {
  /** Fulfilled once the state of the run and the first row below it can be read. */
  content(page: Page): Promise<void>;
  readonly ways: Readonly<Record<keyof typeof QUESTIONS, Way>>;
}

const mismatch = /checksum mismatch/;

/** Prefect's page, the one that its server opens by default (V2). */
export const prefectManners: Manners = {
  async content(page) {
    await page.getByText(/^\d+ Task runs$/).waitFor();
    await page.getByRole('tabpanel', { name: 'Logs' }).getByRole('listitem').first().waitFor();
  },
  ways: {
    async run(page, hand) {
      await hand.click(page.getByRole('combobox', { name: 'log level filter' }));
      await hand.click(page.getByRole('option', { name: 'Error and above' }));
      await page.getByRole('listitem').filter({ hasText: mismatch }).first().waitFor();
    },
    async listed(page, hand) {
      await hand.click(page.getByRole('tab', { name: 'Task Runs' }));
      await hand.click(page.getByRole('button', { name: 'All run states' }));
      await hand.click(page.getByRole('menuitem', { name: 'Failed' }));
      // Not by Escape, with which the graph covers the page.
      await hand.clickBeside();
      await openTask(page, hand);
    },
    async named(page, hand) {
      await hand.click(page.getByRole('tab', { name: 'Task Runs' }));
      await hand.type(page.getByRole('textbox', { name: 'Search by run name' }), WANTED);
      await openTask(page, hand);
    },
  },
};

const openTask: Way = async (page, hand) => {
  await hand.click(page.getByRole('tabpanel').getByRole('link', { name: WANTED }));
  const log = page.getByRole('tabpanel', { name: 'Logs' }).getByRole('listitem');
  await log.filter({ hasText: mismatch }).first().waitFor();
};

/** Our page. */
export const tapehaulManners: Manners = {
  async content(page) {
    await page.getByText(/^10 of 2,000 files failed/).waitFor();
    await page.getByRole('link', { name: 'checksum_disputed' }).waitFor();
  },
  ways: {
    async run(page) {
      await page.getByRole('row').filter({ hasText: mismatch }).waitFor();
    },
    async listed(page, hand) {
      await hand.click(page.getByRole('link', { name: 'checksum_disputed' }));
      await openFile(page, hand);
    },
    async named(page, hand) {
      await hand.click(page.getByRole('link', { name: 'Files', exact: true }));
      await hand.type(page.getByRole('searchbox', { name: 'find in keys' }), WANTED);
      await openFile(page, hand);
    },
  },
};

const openFile: Way = async (page, hand) => {
  await hand.click(page.getByRole('table').getByRole('link', { name: WANTED }));
  const pane = page.getByRole('complementary', { name: 'File' });
  await pane.getByText(mismatch).first().waitFor();
  await pane.getByRole('region', { name: 'Log of this file' }).getByRole('listitem').first().waitFor();
};
