// The page in a real browser, on a real stack with the small model.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { gatesReportSchema, type IndexedUpload } from '@docmind/contracts';
import { repositoryRoot } from '@docmind/testing';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SERVICES, StackProcess } from '../stack-process.js';
import { ask, CHROMIUM, cutRings, faults, launch, LOOKS, NO_CHROMIUM, type OpenConsole, openConsole, overflows, WIDE } from './browser.js';
import { IS_MARK_IN_SIGHT, MARKED_WORDS } from './marks.js';

const KEPT = 'How long are daily snapshots kept?';
const examples = join(repositoryRoot(), 'examples/documents');

/** An answer that has just come is in sight, down to its last line. */
const IS_IN_SIGHT = `document.querySelector('.turn:last-child').getBoundingClientRect().bottom <= document.querySelector('.turns').getBoundingClientRect().bottom + 1`;

describe.skipIf(CHROMIUM === undefined)(`the console${NO_CHROMIUM}`, () => {
  let stack: StackProcess;
  let browser: Browser;
  let wide: OpenConsole;
  const url = () => `${stack.url('orchestrator')}/`;

  beforeAll(async () => {
    [stack, browser] = await Promise.all([StackProcess.start([]), launch()]);
    wide = await openConsole(browser, url(), WIDE);
  });
  afterAll(async () => {
    await browser?.close();
    await stack?.remove();
  });

  it('takes documents that are chosen, and says of others why not', async () => {
    const { page } = wide;
    await page.click('a >> text=Add documents');
    let lists = 0;
    page.on('request', (request) => (lists += /\/documents\?limit/.test(request.url()) ? 1 : 0));
    await page.waitForSelector('text=Nothing here yet');
    await page.waitForLoadState('networkidle');
    lists = 0;
    const chosen = ['retention-policy.md', 'hardware-handbook.pdf', 'restore-runbook.md'].map((name) => join(examples, name));
    await page.setInputFiles('input[type=file]:not([webkitdirectory])', [
      ...chosen.map((path) => ({ name: path.split('/').at(-1) ?? '', mimeType: '', buffer: readFileSync(path) })),
      { name: 'film.mov', mimeType: '', buffer: Buffer.from('x') },
    ]);
    await page.waitForSelector('.uploads-head >> text=Taken in: 3. Failed: 0. Skipped: 1.', { timeout: 60_000 });
    await page.click('.skipped summary');
    expect(await page.textContent('.skipped')).toContain('film.mov: no kind that is read');
    await page.waitForSelector('.row >> nth=2');
    expect([await page.locator('.row').count(), lists]).toEqual([3, 1]);
    expect(await page.locator('.row-facts').first().textContent()).toMatch(/^6\.1 kB/);
    expect(await faults(page)).toEqual([]);
  });

  it('answers sentence by sentence, and a number opens the document at the words', async () => {
    const { page } = wide;
    await page.click('text=New question');
    await ask(page, KEPT);
    expect(await page.textContent('.turn .sentence-supported')).toContain('35 days');
    await page.click('.turn .cite');
    expect(await page.textContent('mark')).toMatch(/35 days/);
    expect(await faults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await page.locator('.source').count()).toBe(0);
    expect(await page.evaluate('document.activeElement.className')).toBe('cite');
  });

  it('opens a PDF at the page of the quote, with its words marked, and fetches what shows it only then', async () => {
    const { page } = wide;
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    const before = await page.evaluate<string[]>(`performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)`);
    const own = before.filter((path) => path.startsWith('/assets/'));
    const sizes = own.map((path) => gzipSync(readFileSync(join(repositoryRoot(), 'apps/console/dist', path))).length);
    expect([own.some((path) => path.includes('pdf')), sizes.reduce((sum, size) => sum + size, 0) < 250_000]).toEqual([false, true]);

    // Not made for this test: a page of the web as a browser of 2007 printed it.
    const form = new FormData();
    form.append('file', new Blob([readFileSync(join(repositoryRoot(), 'test/formats/files/testPDF.pdf'))]), 'tika.pdf');
    const { document } = (await (await fetch(`${url()}documents`, { method: 'POST', body: form })).json()) as IndexedUpload;
    await ask(page, 'When was the Apache Tika project formally started?');
    // Whether it is believed to answer is not what is asked here: what comes nearest has its place, too.
    await page.locator('.turn:last-child').locator('.cite, .source-link').first().click();
    await page.waitForSelector('.pdf-mark');
    expect(await page.evaluate<string>(MARKED_WORDS)).toContain('March 22nd, 2007: Apache Tika project started');
    expect(await page.evaluate(IS_MARK_IN_SIGHT)).toBe(true);
    expect(asked.some((path) => /^\/assets\/pdf[.]worker/.test(path))).toBe(true);
    expect([await overflows(page), await faults(page)]).toEqual([false, []]);
    await fetch(`${url()}documents/${document.id}`, { method: 'DELETE' });
  });

  it('turns the pages of a PDF and makes them larger, by mouse and by keys', async () => {
    const { page } = wide;
    const width = () => page.locator('.pdf-paper').evaluate((paper) => paper.clientWidth);
    const fit = await width();
    await page.focus('.pdf-scroller');
    await page.keyboard.press('+');
    await expect.poll(width).toBeGreaterThan(fit * 1.2);
    await page.getByRole('button', { name: 'As wide as there is room' }).click();
    await expect.poll(width).toBe(fit);
    await page.keyboard.press('Escape');
    const conversation = page.url();
    await page.goto(`${url()}#/documents`);
    await page.click('.row-main >> text=hardware-handbook.pdf');
    await page.waitForSelector('.pdf-paper[data-page="1"]');
    const shown = () => page.locator('.pdf-paper').getAttribute('data-page');
    await page.getByRole('button', { name: 'Next page' }).click();
    await expect.poll(shown).toBe('2');
    await page.focus('.pdf-scroller');
    await page.keyboard.press('PageUp');
    await expect.poll(shown).toBe('1');
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
    await page.waitForSelector('.pdf-paper[data-page="1"]');
    await page.goto(conversation);
  });

  it('says plainly what is not in the documents, and what comes nearest', async () => {
    const { page } = wide;
    await ask(page, 'Who is on call when a restore of the whole site fails at night?');
    const refusal = page.locator('.turn:last-child');
    expect(await refusal.locator('.verdict').textContent()).toBe('Not in your documents');
    expect(await refusal.locator('.nearest').textContent()).toContain('does not answer');
  });

  it('shows why, and drops a kept answer that somebody calls wrong', async () => {
    const { page } = wide;
    await ask(page, 'For how many days are daily snapshots kept?');
    const turn = page.locator('.turn:last-child');
    await turn.locator('text=Why this answer').click();
    await turn.locator('text=Kept question').waitFor();
    expect(await turn.locator('.why').textContent()).toContain(KEPT);
    await turn.locator('text=This answer is wrong').click();
    await turn.locator('text=The kept answer is gone').waitFor();
    await ask(page, KEPT);
    const again = page.locator('.turn:last-child');
    await again.locator('text=Why this answer').click();
    await again.locator('.timeline li').first().waitFor();
    expect(await again.locator('.why').textContent()).toContain('answered anew');
    expect(await faults(page)).toEqual([]);
  });

  it('finds the conversation again, with its sources, renames it and lets it go', async () => {
    const { page } = wide;
    await page.goto(`${url()}#/conversations`);
    await page.fill('input[type=search]', '35 DAYS');
    await page.waitForSelector('.row');
    await page.click('[aria-label^="Rename"]');
    await page.fill('dialog input', 'Retention');
    await page.click('dialog >> text=Save');
    await page.click('.row-main >> text=Retention');
    await page.locator('.turn .cite').first().click();
    await page.waitForSelector('mark');
    await page.goto(`${url()}#/conversations`);
    await page.click('[aria-label="Delete Retention"]');
    await page.click('dialog >> .button-danger');
    await page.waitForSelector('text=No conversations yet.');
  });

  it('shows an operator how services, engines and gates are', async () => {
    const { page } = wide;
    await page.goto(`${url()}#/health`);
    await page.waitForSelector('.gates');
    // Each says how it is every ten seconds: one that was starting then is shown as not ready until it says so again.
    await expect.poll(() => page.locator('#services .part-up').count(), { timeout: 20_000 }).toBe(SERVICES.length);
    expect(await page.locator('section[aria-labelledby=engines-title] .part').textContent()).toMatch(/smollm2.*ready, in use/);
    const told = gatesReportSchema.parse(await (await fetch(`${stack.url('metrics')}/gates`)).json());
    expect(told.counts.pass).toBeGreaterThan(0);
    await page.click('.gates-noData summary');
    await page.waitForSelector('.gates-noData .gate >> text=Every GPU is found');
    expect(await page.locator('.gate').count()).toBe(told.gates.length);
    expect([await overflows(page), await faults(page)]).toEqual([false, []]);
  });

  it.each(LOOKS)('reads well %s, in German too', async (_name, look) => {
    const { page, context, complaints } = await openConsole(browser, url(), look, 'de-DE');
    await ask(page, KEPT);
    await ask(page, 'Who is on call when a restore of the whole site fails at night?');
    await page.waitForFunction(IS_IN_SIGHT, undefined, { timeout: 5_000 });
    expect(['answer', await overflows(page), await faults(page)]).toEqual(['answer', false, []]);
    expect(await cutRings(page)).toEqual([]);
    await page.locator('.turn .cite').first().click();
    await page.waitForSelector('mark');
    expect(['source', await overflows(page), await faults(page)]).toEqual(['source', false, []]);
    expect(await cutRings(page)).toEqual([]);
    for (const place of ['#/documents', '#/conversations', '#/health']) {
      await page.goto(url() + place);
      await page.waitForSelector(place === '#/health' ? '.gates' : 'h1');
      expect([place, await overflows(page), await faults(page)]).toEqual([place, false, []]);
      expect([place, await cutRings(page)]).toEqual([place, []]);
    }
    expect(await page.getAttribute('html', 'lang')).toBe('de');
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('keeps what was shown when the connection is lost, and tries again', async () => {
    const { page } = wide;
    await page.goto(`${url()}#/ask`);
    await page.route('**/query', (route) => route.abort());
    await ask(page, KEPT);
    expect(await page.textContent('.turn .problem')).toContain('does not answer');
    await page.unroute('**/query');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.waitForSelector('.turn .cite', { timeout: 60_000 });
    expect(await page.locator('.turn').count()).toBe(1);
  });

  it('deletes a document, and its answers go', async () => {
    const { page } = wide;
    await page.goto(`${url()}#/documents`);
    await page.click('[aria-label="Delete retention-policy.md"]');
    await page.click('dialog >> .button-danger');
    await page.waitForSelector('.row >> nth=2', { state: 'detached' });
    await page.goto(`${url()}#/ask`);
    await ask(page, KEPT);
    expect(await page.textContent('.turn:last-child .verdict')).toBe('Not in your documents');
  });

  it('opens at a broken address, and shows markup in a document and in its name as words', async () => {
    const { page } = wide;
    await page.goto(`${url()}#/documents/%`);
    await page.reload();
    const name = '<img src=x onerror=alert(1)>.md';
    const text = '<script>alert(1)</script> ![x](https://elsewhere.example/x.png) [here](javascript:alert(1)) <img src=x onerror=alert(1)>';
    await page.setInputFiles('input[type=file]:not([webkitdirectory])', { name, mimeType: '', buffer: Buffer.from(text) });
    expect(await page.textContent(`.row-main:has-text("${name}")`)).toContain(`${text.length} bytes`);
    await page.click(`.row-main >> text=${name}`);
    await page.waitForSelector('.source-body >> text=javascript:alert(1)');
    expect(await page.locator('.source').locator('img, script, a').count()).toBe(0);
    expect(await page.locator('.row img').count()).toBe(0);
  });

  it('asked nobody else, and had nothing to complain of', () => {
    expect(wide.complaints.filter((one) => !one.includes('net::ERR_FAILED'))).toEqual([]);
  });
});
