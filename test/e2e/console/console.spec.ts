// The page in a real browser, on a real stack with the small model.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gatesReportSchema } from '@docmind/contracts';
import { repositoryRoot } from '@docmind/testing';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SERVICES, StackProcess } from '../stack-process.js';
import { ask, CHROMIUM, cutRings, faults, launch, LOOKS, NO_CHROMIUM, type OpenConsole, openConsole, overflows, WIDE } from './browser.js';
import { describeFolders } from './folder-journeys.js';
import { describeKeys } from './keys-journey.js';
import { describePdfs } from './pdf-journeys.js';

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

  describePdfs(() => ({ ...wide, url: url() }));

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
    expect(await turn.locator('.why').textContent()).toMatch(new RegExp(`${KEPT.replace('?', '[?]')}.*none was asked`));
    await turn.locator('text=This answer is wrong').click();
    await turn.locator('text=The kept answer is gone').waitFor();
    await ask(page, KEPT);
    const again = page.locator('.turn:last-child');
    await again.locator('text=Why this answer').click();
    await again.locator('.timeline li').first().waitFor();
    await again.locator('.facts >> text=llama (smollm2-135m-instruct)').waitFor();
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

  describeKeys(() => ({ ...wide, url: url() }));

  describeFolders(() => ({ ...wide, url: url() }));

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
