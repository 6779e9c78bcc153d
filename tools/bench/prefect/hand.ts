import type { Locator, Page } from 'playwright-core';

/** A way from the page of a run to an answer, which ends when the answer can be read. */
export type Way = (page: Page, hand: Hand) => Promise<void>;

/** The hand of a user, which counts what it does. */
export class Hand {
  readonly #page: Page;
  /** Clicks so far. */
  clicks = 0;
  /** Characters typed so far. */
  typed = 0;

  constructor(page: Page) {
    this.#page = page;
  }

  async click(target: Locator): Promise<void> {
    this.clicks += 1;
    await target.click();
  }

  /** Clicks beside everything, which closes an open menu. */
  async clickBeside(): Promise<void> {
    this.clicks += 1;
    await this.#page.mouse.click(640, 20);
  }

  /** Clicks into a field and types. */
  async type(target: Locator, text: string): Promise<void> {
    await this.click(target);
    this.typed += text.length;
    await this.#page.keyboard.insertText(text);
  }
}
