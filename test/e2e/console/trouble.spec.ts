// What a person sees when something is slow, gone or not allowed any more. The engine obeys the test; all else is real.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApiKey } from '@docmind/bootstrap';
import { ROLES } from '@docmind/contracts';
import { type MockOpenAiEngine, startMockOpenAiEngine } from '@docmind/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StackProcess } from '../stack-process.js';
import { CHROMIUM, faults, inEveryLook, launch, lookOf, NO_CHROMIUM, openConsole, wear, WIDE } from './browser.js';
import { Wire } from './wire.js';

const STORY = 'Write a long story about a lighthouse and the people who live in it.';
const mine = createApiKey('acme', ROLES);
const others = createApiKey('globex', ROLES);

describe.skipIf(CHROMIUM === undefined)(`the console in trouble${NO_CHROMIUM}`, () => {
  const scratch = mkdtempSync(join(tmpdir(), 'docmind-trouble-'));
  const keysFile = join(scratch, 'keys.json');
  let engine: MockOpenAiEngine;
  let other: MockOpenAiEngine;
  let stack: StackProcess;
  let browser: Browser;
  let wire: Wire;
  let page: Page;
  const statusOf = async (key: string) =>
    (await fetch(`${stack.url('orchestrator')}/me`, { headers: { authorization: `Bearer ${key}` } })).status;
  const signIn = async (key: string) => {
    await page.fill('input[name=key]', key);
    await page.keyboard.press('Enter');
    await page.waitForSelector('.nav');
  };
  const begin = async (question: string) => {
    await page.fill('#question', question);
    await page.press('#question', 'Enter');
    await page.waitForSelector('.turn:last-child .answer-coming >> text=France');
  };
  const last = () => page.locator('.turn:last-child');

  beforeAll(async () => {
    writeFileSync(keysFile, JSON.stringify([mine.entry, others.entry]));
    engine = await startMockOpenAiEngine({ delayMs: 50, contextTokens: 8_192 });
    other = await startMockOpenAiEngine({ model: 'other-model', contextTokens: 8_192 });
    // They share the memory of a card: what runs at one is waited for before the other is woken.
    const backend = (name: string, model: string, url: string) =>
      `  - { name: ${name}, kind: vllm, model: ${model}, baseUrl: "${url}", exclusive: true, sleepLevel: 1 }`;
    const backends = [
      backend('first', 'mock-model', engine.url),
      backend('second', 'other-model', other.url),
      backend('gone', 'gone-model', 'http://127.0.0.1:9/v1'),
    ];
    const backendsFile = join(scratch, 'backends.yaml');
    writeFileSync(backendsFile, ['active: first', 'drainTimeoutMs: 120000', 'backends:', ...backends].join('\n'));
    const server = { BACKENDS_FILE: backendsFile, INFERENCE_MODEL: 'mock-model', ENGINE_RETRY_DELAYS_MS: '50' };
    const keys = { DOCMIND_API_KEYS_FILE: keysFile, DOCMIND_API_KEY: mine.key };
    [stack, browser] = await Promise.all([StackProcess.start([], { ...server, ...keys, ANSWER_MAX_TOKENS: '4096' }), launch()]);
    wire = await Wire.to(stack.url('orchestrator'));
    ({ page } = await openConsole(browser, wire.url, WIDE));
    await signIn(mine.key);
  });
  afterAll(async () => {
    await browser?.close();
    await wire?.close();
    await stack?.remove();
    await Promise.all([engine?.close(), other?.close()]);
    rmSync(scratch, { recursive: true, force: true });
  });

  it('shows what a slow model has written so far, and stops it', async () => {
    const moves = () => page.evaluate<string>(`getComputedStyle(document.querySelector('.working'), '::before').animationName`);
    await inEveryLook(page, async () => {
      const before = engine.abortedCount;
      await begin(STORY);
      expect([await last().getAttribute('data-state'), await faults(page)]).toEqual(['asking', []]);
      expect(await moves()).toBe('breathe');
      await page.emulateMedia({ reducedMotion: 'reduce' });
      expect(await moves()).toBe('none');
      await page.emulateMedia({ reducedMotion: null });
      await last().getByRole('button', { name: 'Stop' }).click();
      await last().locator('text=Stopped.').waitFor();
      expect(await last().locator('.answer-text').textContent()).toContain('France');
      await expect.poll(() => engine.abortedCount, { timeout: 10_000 }).toBeGreaterThan(before);
    });
  });

  it('keeps what came before the connection broke, and asks again in its place', async () => {
    await inEveryLook(page, async () => {
      await begin(STORY);
      wire.cut();
      await last().locator('.problem').waitFor();
      const [told, kept] = [await last().locator('.problem').textContent(), await last().locator('.answer-text').textContent()];
      expect(told).toContain('The connection was lost. What was shown so far is kept');
      expect([kept, await faults(page)]).toEqual([expect.stringContaining('capital') as string, []]);
      const turns = await page.locator('.turn').count();
      wire.mend();
      await last().getByRole('button', { name: 'Try again' }).click();
      await page.waitForSelector('.turn:last-child .answer-coming >> text=France');
      expect(await page.locator('.turn').count()).toBe(turns);
      await last().getByRole('button', { name: 'Stop' }).click();
      await last().locator('text=Stopped.').waitFor();
    });
  });

  it('says at once, beside its name too, that nothing answers, and keeps no empty answer', async () => {
    await inEveryLook(page, async () => {
      await page.waitForSelector('.health-sign.health-up');
      // A page that nobody sees doesn't look by itself: it hears of it by the question.
      await page.evaluate(`Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })`);
      wire.cut();
      await page.fill('#question', 'Hello?');
      await page.press('#question', 'Enter');
      await last().locator('.problem >> text=DocMind does not answer.').waitFor();
      await page.waitForSelector('.health-sign.health-unreachable');
      expect([await last().locator('.answer').count(), await faults(page)]).toEqual([0, []]);
      wire.mend();
      await last().getByRole('button', { name: 'Try again' }).click();
      await page.waitForSelector('.turn:last-child[data-state=done]');
      await page.waitForSelector('.health-sign.health-up');
      await page.evaluate('delete document.visibilityState');
    });
  });

  it('shows another tab what was asked in the same conversation, and that it was deleted', async () => {
    const tab = await page.context().newPage();
    await inEveryLook(page, async (name) => {
      await wear(tab, lookOf(name));
      await page.fill('#question', 'Good morning!');
      await page.press('#question', 'Enter');
      await page.waitForSelector('.turn[data-state=done] >> text=Good morning!');
      await tab.goto(page.url());
      await tab.waitForSelector('#question');
      await tab.fill('#question', 'Hello!');
      await tab.press('#question', 'Enter');
      await page.waitForSelector('.turn[data-state=done] >> text=Hello!');
      await tab.goto(`${wire.url}#/conversations`);
      await tab.click('[aria-label^=Delete]');
      await tab.click('dialog >> .button-danger');
      await page.waitForSelector('.welcome');
    });
    await tab.close();
  });

  it('asks for the key again once it has ended, and goes on where it was', async () => {
    await inEveryLook(page, async () => {
      await page.click('.new');
      await page.fill('#question', 'Hello!');
      await page.press('#question', 'Enter');
      await page.waitForSelector('.turn[data-state=done]');
      writeFileSync(keysFile, JSON.stringify([{ ...mine.entry, expiresAt: '2026-01-01T00:00:00.000Z' }, others.entry]));
      await expect.poll(() => statusOf(mine.key), { timeout: 10_000 }).toBe(401);
      await page.fill('#question', 'And now?');
      await page.press('#question', 'Enter');
      await page.waitForSelector('.problem >> text=expired at 2026-01-01');
      expect(await faults(page)).toEqual([]);
      writeFileSync(keysFile, JSON.stringify([mine.entry, others.entry]));
      await expect.poll(() => statusOf(mine.key), { timeout: 10_000 }).toBe(200);
      await signIn(mine.key);
      expect(await page.locator('.turn .question').allTextContents()).toEqual(['Hello!', 'And now?']);
    });
  });

  it('shows nothing of one person to the next', async () => {
    let next = others;
    await inEveryLook(page, async () => {
      await page.fill('#question', 'My secret plan');
      await page.click('.settings summary');
      await page.click('text=Sign out');
      await signIn(next.key);
      next = next === others ? mine : others;
      await page.waitForSelector('.welcome');
      expect([await page.locator('.turn').count(), await page.inputValue('#question')]).toEqual([0, '']);
    });
  });

  it('puts another engine to use, and is seen to wait for what runs', async () => {
    const tab = await page.context().newPage();
    let [used, next] = ['first', 'second'];
    await inEveryLook(page, async (name) => {
      await wear(tab, lookOf(name));
      await page.bringToFront();
      await begin(STORY);
      await tab.bringToFront();
      await tab.goto(`${wire.url}#/health`);
      await tab.getByRole('button', { name: `Use ${next}` }).click();
      await tab.waitForSelector(`text=Changing to ${next}, for`);
      await tab.waitForSelector(`.part:has-text("${used} (") >> text=finishes what runs`);
      await page.bringToFront();
      await last().getByRole('button', { name: 'Stop' }).click();
      await tab.bringToFront();
      await tab.waitForSelector(`.part:has-text("${next} (") >> text=ready, in use`, { timeout: 30_000 });
      await tab.getByRole('button', { name: 'Use gone' }).click();
      await tab.waitForSelector('.problem >> text=gone could not be put to use', { timeout: 30_000 });
      expect([await tab.locator(`.part:has-text("${next} (")`).textContent(), await faults(tab)]).toEqual([
        expect.stringContaining('in use') as string,
        [],
      ]);
      [used, next] = [next, used];
    });
    await tab.close();
    await page.bringToFront();
  });

  it('says which part is down, and that it cannot answer', async () => {
    await Promise.all([engine.close(), other.close()]);
    const ready = async () => (await fetch(`${stack.url('orchestrator')}/health/ready`)).status;
    await expect.poll(ready, { timeout: 60_000 }).toBe(503);
    await inEveryLook(page, async (name) => {
      await page.goto(`${wire.url}#/health`);
      await page.reload();
      await page.waitForSelector('.page .health-down');
      await page.waitForSelector('#services .part-down >> text=inference');
      expect(await faults(page)).toEqual([]);
      await page.click('.new');
      // Nothing that was answered before: the cache needs no model for that.
      await page.fill('#question', `Write a poem about a window that is ${name}.`);
      await page.press('#question', 'Enter');
      await last().locator('.problem').waitFor({ timeout: 60_000 });
      expect([await last().locator('.answer').count(), await faults(page)]).toEqual([0, []]);
    });
  });
});
