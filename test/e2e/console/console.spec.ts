// The page in a real browser, on a real stack with the small model.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DocumentList, gatesReportSchema, type SessionList } from '@docmind/contracts';
import { repositoryRoot } from '@docmind/testing';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SERVICES, StackProcess } from '../stack-process.js';
import { describeAnswers, describeDocuments, KEPT } from './answer-journeys.js';
import {
  ask,
  CHROMIUM,
  cutRings,
  englishBits,
  faults,
  launch,
  LOOKS,
  NARROW,
  NO_CHROMIUM,
  type OpenConsole,
  openConsole,
  overflows,
  WIDE,
} from './browser.js';
import { describeDeletions } from './deletion-journeys.js';
import { describeFolders } from './folder-journeys.js';
import { describeKeys } from './keys-journey.js';
import { describePdfs, uploaded } from './pdf-journeys.js';
import { describeShelf } from './shelf-journeys.js';

/** An answer that has just come is in sight, down to its last line. */
const IS_IN_SIGHT = `document.querySelector('.turn:last-child').getBoundingClientRect().bottom <= document.querySelector('.turns').getBoundingClientRect().bottom + 1`;

describe.skipIf(CHROMIUM === undefined)(`the console${NO_CHROMIUM}`, () => {
  let stack: StackProcess;
  let browser: Browser;
  const url = () => `${stack.url('orchestrator')}/`;

  beforeAll(async () => {
    [stack, browser] = await Promise.all([StackProcess.start([]), launch()]);
  });
  afterAll(async () => {
    await browser?.close();
    await stack?.remove();
  });

  // Each journey in both themes and both widths; the other two pairs below see the same pages.
  describe.each([
    ['wide and light', WIDE],
    ['narrow and dark', NARROW],
  ])('in a window that is %s', (_name, look) => {
    let own: OpenConsole;
    const opened = () => ({ ...own, url: url() });
    beforeAll(async () => {
      own = await openConsole(browser, url(), look);
    });
    afterAll(async () => {
      await own?.context.close();
      await emptied(stack);
    });

    describeDocuments(opened);
    describePdfs(opened);
    describeAnswers(opened);
    describeKeys(opened);
    describeFolders(opened);
    describeShelf(opened);
    describeDeletions(opened);

    it('shows an operator how services, engines and gates are', async () => {
      const { page } = own;
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

    it('asked nobody else, and had nothing to complain of', () => {
      expect(own.complaints.filter((one) => !one.includes('net::ERR_FAILED'))).toEqual([]);
    });
  });

  describe('in every look', () => {
    beforeAll(async () => {
      const policy = readFileSync(join(repositoryRoot(), 'examples/documents/retention-policy.md'));
      await uploaded(url(), 'retention-policy.md', policy);
    });

    it.each(LOOKS)('reads well %s, in German too', async (_name, look) => {
      const { page, context, complaints } = await openConsole(browser, url(), look, 'de-DE');
      await ask(page, KEPT);
      await page.click('.turn:last-child >> text=Warum diese Antwort');
      await page.locator('.turn:last-child .timeline li').first().waitFor();
      await ask(page, 'Who is on call when a restore of the whole site fails at night?');
      await page.waitForFunction(IS_IN_SIGHT, undefined, { timeout: 5_000 });
      expect(['answer', await overflows(page), await faults(page), await englishBits(page, [KEPT])]).toEqual(['answer', false, [], []]);
      // Otherwise what is only read aloud stands below the window, once the turns are higher than it.
      expect(await page.evaluate("document.querySelector('.turns .sr-only')?.offsetParent?.className")).toContain('turns');
      expect(await cutRings(page)).toEqual([]);
      await page.locator('.turn .cite').first().click();
      await page.waitForSelector('mark');
      expect(['source', await overflows(page), await faults(page)]).toEqual(['source', false, []]);
      expect(await cutRings(page)).toEqual([]);
      for (const place of ['#/documents', '#/conversations', '#/health']) {
        await page.goto(url() + place);
        await page.waitForSelector(place === '#/health' ? '.gates' : 'h1');
        expect([place, await overflows(page), await faults(page), await englishBits(page)]).toEqual([place, false, [], []]);
        expect([place, await cutRings(page)]).toEqual([place, []]);
      }
      expect(await page.getAttribute('html', 'lang')).toBe('de');
      expect(complaints).toEqual([]);
      await context.close();
    });
  });
});

/** Without what one window's journeys left: the next begins as a new user does. */
async function emptied(stack: StackProcess): Promise<void> {
  const door = stack.url('orchestrator');
  const { documents } = (await (await fetch(`${door}/documents?limit=1000`)).json()) as DocumentList;
  for (const { id } of documents) await fetch(`${door}/documents/${id}`, { method: 'DELETE' });
  const { sessions } = (await (await fetch(`${door}/sessions?limit=500`)).json()) as SessionList;
  for (const { id } of sessions) await fetch(`${door}/sessions/${encodeURIComponent(id)}`, { method: 'DELETE' });
  // What was judged wrong in one is judged wrong in the next.
  await fetch(`${stack.url('cache')}/cache/calibration/reset`, { method: 'POST' });
}
