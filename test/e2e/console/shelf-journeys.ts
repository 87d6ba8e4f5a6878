// Tags, questions to some documents only, and tables as sources.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '@docmind/testing';
import { expect, it } from 'vitest';
import { ask, faults, type OpenConsole } from './browser.js';
import { uploaded } from './pdf-journeys.js';

const PRICES = 'Tool,Hall,Price\nBand saw,North,"2,900 euros"\nDrill press,South,780 euros\n';
/** What of a table is marked, and the row that it stands in. */
const MARKED_CELLS = `[...document.querySelectorAll('td mark')].map((mark) => mark.textContent)`;

const IS_ROW_IN_SIGHT = `(() => {
  const [mark, body] = ['.source mark', '.source-body'].map((selector) => document.querySelector(selector).getBoundingClientRect());
  return mark.top >= body.top && mark.bottom <= body.bottom;
})()`;

/** @param opened a window of a stack with documents, of which one is retention-policy.md */
export function describeShelf(opened: () => OpenConsole & { readonly url: string }): void {
  it('tags a document, finds it by its tag, and asks only what has the tag', async () => {
    const { page, url } = opened();
    await page.goto(`${url}#/documents`);
    const rows = page.locator('.row-name');
    const all = await rows.count();
    await page.click('[aria-label="Tags of retention-policy.md"]');
    await page.fill('dialog input', 'rules, backups');
    await page.click('dialog >> text=Save');
    await page.selectOption('.filters select', 'backups');
    await expect.poll(() => rows.allTextContents()).toEqual(['retention-policy.md']);
    expect(await faults(page)).toEqual([]);
    await page.selectOption('.filters select', '');
    await page.fill('.filters input', 'no such name');
    await expect.poll(() => rows.count()).toBe(0);
    await page.fill('.filters input', '');
    await expect.poll(() => rows.count()).toBe(all);
    await page.click('.new');
    await page.click('.composer-foot button');
    await page.fill('dialog input[type=search]', 'rules');
    await page.click('dialog .choice >> text=rules');
    expect(await faults(page)).toEqual([]);
    await page.click('dialog >> text=Done');
    await page.waitForSelector('.chip >> text=rules');
    const [asked] = await Promise.all([page.waitForRequest('**/query'), ask(page, 'How long are hourly snapshots kept?')]);
    expect(asked.postDataJSON()).toMatchObject({ tags: ['rules'] });
    await page.click('.chip-remove');
    await page.goto(`${url}#/documents`);
    await page.click('[aria-label="Tags of retention-policy.md"]');
    await page.fill('dialog input', '');
    await page.click('dialog >> text=Save');
    await page.waitForSelector('.row .tag', { state: 'detached' });
  });

  it('opens a table at the row of the quote, and a sheet of a workbook as a table', async () => {
    const { page, url } = opened();
    const workbook = readFileSync(join(repositoryRoot(), 'test/formats/files/56278.xlsx'));
    const made = [await uploaded(url, 'prices.csv', Buffer.from(PRICES)), await uploaded(url, 'sheet.xlsx', workbook)];
    await page.click('.new');
    await ask(page, 'What does the band saw cost?');
    await page.locator('.turn:last-child').locator('.cite, .source-link').first().click();
    await page.waitForSelector('.source td mark');
    expect(await page.evaluate<string[]>(MARKED_CELLS)).toEqual(['Band saw', 'North', '2,900 euros']);
    expect(await page.locator('.source tr', { has: page.locator('mark') }).count()).toBe(1);
    expect(await faults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.goto(`${url}#/documents`);
    await page.click('.row-main >> text=sheet.xlsx');
    await page.waitForSelector('.source table td');
    expect(await faults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    for (const { document } of made) await fetch(`${url}documents/${document.id}`, { method: 'DELETE' });
  });

  it('opens a Word document at the row of its table that a sentence rests on', async () => {
    const { page, url } = opened();
    // Written by Word, and not for this test.
    const { document } = await uploaded(url, 'vacancy.docx', readFileSync(join(repositoryRoot(), 'test/formats/files/017091.docx')));
    await page.goto(`${url}#/documents`);
    await page.reload();
    await page.click('[aria-label="Ask only vacancy.docx"]');
    await ask(page, 'What is the salary range?');
    await page.locator('.turn:last-child .cite').first().click();
    await page.waitForSelector('.source td mark');
    const row = page.locator('.source tr', { has: page.locator('mark') });
    expect([await row.count(), await row.textContent()]).toEqual([1, expect.stringContaining('54494 to 84913 USD Per Year') as string]);
    expect(await page.locator('.source tr').count()).toBeGreaterThan(1);
    expect(await page.evaluate(IS_ROW_IN_SIGHT)).toBe(true);
    expect(await faults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.click('.chip-remove');
    await fetch(`${url}documents/${document.id}`, { method: 'DELETE' });
  });

  it('opens a picture as it was brought, with the words that were read marked on it', async () => {
    const { page, url } = opened();
    const picture = readFileSync(join(repositoryRoot(), 'test/formats/files/testOCR.jpg'));
    const { document } = await uploaded(url, 'photo.jpg', picture);
    await page.goto(`${url}#/documents`);
    await page.reload();
    await page.click('[aria-label="Ask only photo.jpg"]');
    await ask(page, 'What is said about OCR testing?');
    await page.locator('.turn:last-child').locator('.cite, .source-link').first().click();
    await page.waitForSelector('.picture-mark');
    expect(await faults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.click('.chip-remove');
    await fetch(`${url}documents/${document.id}`, { method: 'DELETE' });
  });
}
