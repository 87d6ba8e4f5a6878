// Asking, reading a source and choosing documents without a mouse.
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { OpenConsole } from './browser.js';

const MOST_STEPS = 60;

const isAt = (selector: string) => `document.activeElement.matches('${selector}')`;
const untilAt = (page: Page, selector: string) => expect.poll(() => page.evaluate(isAt(selector))).toBe(true);

/** @returns once the focus is there; what the Tab key doesn't come to within so many steps, it is not let come to */
async function step(page: Page, key: 'Tab' | 'Shift+Tab', selector: string): Promise<void> {
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    await page.keyboard.press(key);
    if (await page.evaluate(isAt(selector))) return;
  }
  throw new Error(`${key} does not come to ${selector}`);
}

export function describeKeys(opened: () => OpenConsole & { readonly url: string }): void {
  it('is used by keys alone: asks, opens a source, limits the question and copies the answer', async () => {
    const { page, context, url } = opened();
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.goto(`${url}#/health`);
    await page.waitForSelector('#health-title');
    await step(page, 'Tab', '.new');
    await page.keyboard.press('Enter');
    await untilAt(page, '#question');
    await page.keyboard.type('How long are daily snapshots kept?');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.turn:last-child[data-state=done]', { timeout: 60_000 });
    await step(page, 'Shift+Tab', '.turn .cite');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.source mark');
    await page.keyboard.press('Escape');
    await untilAt(page, '.turn .cite');
    await step(page, 'Tab', '.turn .actions button');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.actions >> text=Copied');
    expect(await page.evaluate('navigator.clipboard.readText()')).toMatch(/35 days.* \[1\]\n\nSources\n\[1\] retention-policy\.md: “/);
    await step(page, 'Tab', '.composer-foot button');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.choices input');
    await step(page, 'Tab', '.choices input');
    await page.keyboard.press('Space');
    await page.keyboard.press('Escape');
    await page.waitForSelector('.chip');
    await step(page, 'Shift+Tab', '.chip-remove');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.chip', { state: 'detached' });
    await step(page, 'Shift+Tab', '.new');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.welcome');
    await untilAt(page, '#question');
  });
}
