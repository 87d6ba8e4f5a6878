// PDFs in the console: as they look, at the words that are quoted.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { IndexedUpload } from '@docmind/contracts';
import { repositoryRoot } from '@docmind/testing';
import { expect, it } from 'vitest';
import { ask, faults, type OpenConsole, overflows } from './browser.js';
import { IS_MARK_IN_SIGHT, MARKED_WORDS } from './marks.js';

const HANDBOOK = join(repositoryRoot(), 'examples/documents/hardware-handbook.pdf');

/** The same pages, numbered i, ii, iii: an update at the end of the file, in the form that PDF has for it. */
function withRomanNumbers(pdf: Buffer): Buffer<ArrayBuffer> {
  const text = pdf.toString('latin1');
  const found = /(\d+) 0 obj\n<<\n[^>]*(\/Pages \d+ 0 R) \/Type \/Catalog[^]*startxref\n(\d+)/.exec(text);
  if (!found) throw new Error('The PDF has another form than this test knows');
  const [, catalog, pages, table] = found;
  const object = `\n${catalog} 0 obj\n<< /Type /Catalog ${pages} /PageLabels << /Nums [0 << /S /r >>] >> >>\nendobj\n`;
  const at = String(text.length + 1).padStart(10, '0');
  const xref = `xref\n${catalog} 1\n${at} 00000 n \ntrailer\n<< /Size 13 /Root ${catalog} 0 R /Prev ${table} >>\n`;
  return Buffer.from(`${text}${object}${xref}startxref\n${text.length + object.length}\n%%EOF\n`, 'latin1');
}

const SCROLL_TO_MOST_OF_THE_SECOND = `(() => {
  const scroller = document.querySelector('.pdf-scroller');
  const [, second] = scroller.children;
  scroller.scrollTop = second.offsetTop - scroller.clientHeight * 0.4;
})()`;

export async function uploaded(url: string, name: string, content: Buffer<ArrayBuffer>): Promise<IndexedUpload> {
  const form = new FormData();
  form.append('file', new Blob([content]), name);
  return (await (await fetch(`${url}documents`, { method: 'POST', body: form })).json()) as IndexedUpload;
}

/** @param opened a window with a conversation, of a stack that has hardware-handbook.pdf */
export function describePdfs(opened: () => OpenConsole & { readonly url: string }): void {
  it('opens a PDF at the page of the quote, with its words marked, and fetches what shows it only then', async () => {
    const { page, url } = opened();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    const before = await page.evaluate<string[]>(`performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)`);
    const own = before.filter((path) => path.startsWith('/assets/'));
    const sizes = own.map((path) => gzipSync(readFileSync(join(repositoryRoot(), 'apps/console/dist', path))).length);
    expect([own.some((path) => path.includes('pdf')), sizes.reduce((sum, size) => sum + size, 0) < 250_000]).toEqual([false, true]);

    // Not made for this test: a page of the web as a browser of 2007 printed it.
    const { document } = await uploaded(url, 'tika.pdf', readFileSync(join(repositoryRoot(), 'test/formats/files/testPDF.pdf')));
    await ask(page, 'When was the Apache Tika project formally started?');
    // Whether it is believed to answer is not what is asked here: what comes nearest has its place, too.
    await page.locator('.turn:last-child').locator('.cite, .source-link').first().click();
    await page.waitForSelector('.pdf-mark');
    await expect.poll(() => page.evaluate<string>(MARKED_WORDS)).toContain('March 22nd, 2007: Apache Tika project started');
    await expect.poll(() => page.evaluate(IS_MARK_IN_SIGHT)).toBe(true);
    expect(asked.some((path) => /^\/assets\/pdf[.]worker/.test(path))).toBe(true);
    expect([await overflows(page), await faults(page)]).toEqual([false, []]);
    await fetch(`${url}documents/${document.id}`, { method: 'DELETE' });
  });

  it('turns the pages of a PDF and makes them larger, by mouse and by keys', async () => {
    const { page, url } = opened();
    const width = () =>
      page
        .locator('.pdf-paper')
        .first()
        .evaluate((paper) => paper.clientWidth);
    const fit = await width();
    // The source was opened by a click: its heading has the focus, and the keys are the pages' all the same.
    await page.keyboard.press('+');
    await expect.poll(width).toBeGreaterThan(fit * 1.2);
    await page.getByRole('button', { name: 'As wide as there is room' }).click();
    await expect.poll(width).toBe(fit);
    await page.keyboard.press('Escape');
    const conversation = page.url();
    const { document } = await uploaded(url, 'roman.pdf', withRomanNumbers(readFileSync(HANDBOOK)));
    await page.goto(`${url}#/documents`);
    await page.click('.row-main >> text=roman.pdf');
    await page.waitForSelector('.pdf-paper[data-page="1"][data-drawn]');
    // As a source names the page: what is printed on it, and beside it which sheet that is.
    const shown = () => page.inputValue('.pdf-page input');
    await page.keyboard.press('PageDown');
    await expect.poll(shown).toBe('ii');
    expect(await page.textContent('.pdf-page')).toContain('(2 of 3)');
    await page.getByRole('button', { name: 'Next page' }).click();
    await expect.poll(shown).toBe('iii');
    await page.fill('.pdf-page input', 'i');
    await page.keyboard.press('Enter');
    await expect.poll(shown).toBe('i');
    // The page that fills the view, though the end of the one before is still above it.
    await page.evaluate(SCROLL_TO_MOST_OF_THE_SECOND);
    await expect.poll(shown).toBe('ii');
    await page.focus('.pdf-scroller');
    await page.keyboard.press('Home');
    await expect.poll(shown).toBe('i');
    // It is one roll: who scrolls on comes to the last page, and what is far away isn't kept drawn.
    await page.focus('.pdf-scroller');
    const before = await width();
    for (const key of ['+', '+']) await page.keyboard.press(key);
    // Whoever turns the wheel sees that the pages are larger; until then they are still put in their place.
    await expect.poll(width).toBeGreaterThan(before * 1.3);
    await page.hover('.pdf-scroller');
    await page.mouse.wheel(0, 10_000);
    await expect.poll(shown).toBe('iii');
    await page.waitForSelector('.pdf-paper[data-page="3"][data-drawn]');
    await page.waitForSelector('.pdf-paper[data-page="1"]:not([data-drawn])');
    await page.keyboard.press('Home');
    await expect.poll(shown).toBe('i');
    const show = (name: string) => page.getByRole('button', { name, exact: true }).click();
    await show('Text');
    await page.waitForSelector('.source-body .passage');
    // Whoever left before it came isn't told that it did not.
    const asked = page.waitForRequest('**/original');
    let fail = () => Promise.resolve();
    await page.route('**/original', (route) => void (fail = () => route.abort()));
    await show('Pages');
    await asked;
    await show('Text');
    await fail();
    await page.unroute('**/original');
    await show('Pages');
    await page.waitForSelector('.pdf-paper[data-page="1"][data-drawn]');
    await fetch(`${url}documents/${document.id}`, { method: 'DELETE' });
    await page.goto(conversation);
  });
}
