// What an operator sees: keys, and folders that the stack watches. On a real stack whose doors ask for keys.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApiKey, readKeysFile } from '@docmind/bootstrap';
import { ROLES } from '@docmind/contracts';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StackProcess } from '../stack-process.js';
import {
  CHROMIUM,
  cutRings,
  englishBits,
  faults,
  inEveryLook,
  launch,
  type Look,
  LOOKS,
  NO_CHROMIUM,
  type OpenConsole,
  openConsole,
  overflows,
  WIDE,
} from './browser.js';

/** As people called their keys. */
const NAMES = ['the operator', 'the lesser'] as const;
const operator = createApiKey('acme', ROLES, { name: NAMES[0] });

/** A folder with two documents, one that nobody can read, and a link to what lies outside of it. */
function papers(scratch: string): string {
  const folder = join(scratch, 'papers');
  mkdirSync(folder);
  writeFileSync(join(folder, 'backups.md'), 'Daily snapshots are kept for 35 days.');
  writeFileSync(join(folder, 'tyres.md'), 'Tyres are changed in October.');
  writeFileSync(join(folder, 'broken.pdf'), 'no PDF at all');
  const outside = join(scratch, 'secret.md');
  writeFileSync(outside, 'The password is swordfish.');
  symlinkSync(outside, join(folder, 'link.md'));
  return folder;
}

describe.skipIf(CHROMIUM === undefined)(`the console of an operator${NO_CHROMIUM}`, () => {
  const scratch = mkdtempSync(join(tmpdir(), 'docmind-operators-'));
  const keysFile = join(scratch, 'keys.json');
  const folder = papers(scratch);
  let stack: StackProcess;
  let browser: Browser;
  let wide: OpenConsole;
  const url = () => `${stack.url('orchestrator')}/`;
  const openAs = async (look: Look, key: string, locale?: string) => {
    const opened = await openConsole(browser, url(), look, locale);
    await opened.page.fill('input[name=key]', key);
    await opened.page.keyboard.press('Enter');
    await opened.page.waitForSelector('.nav');
    return opened;
  };
  const statusOf = async (key: string) => (await fetch(`${url()}me`, { headers: { authorization: `Bearer ${key}` } })).status;

  beforeAll(async () => {
    writeFileSync(keysFile, JSON.stringify([operator.entry]));
    const more = { DOCMIND_API_KEYS_FILE: keysFile, DOCMIND_API_KEY: operator.key, WATCH_FOLDERS: folder };
    [stack, browser] = await Promise.all([StackProcess.start([], more), launch()]);
    wide = await openAs(WIDE, operator.key);
  });
  afterAll(async () => {
    await browser?.close();
    await stack?.remove();
    rmSync(scratch, { recursive: true, force: true });
  });

  it('shows a watched folder: what is in, what is in quarantine and why, and that links out of it are passed over', async () => {
    const { page } = wide;
    await page.goto(`${url()}#/documents`);
    await page.waitForSelector('.watched >> text=Documents: 2', { timeout: 60_000 });
    await page.waitForSelector('.row-main >> text=tyres.md');
    await inEveryLook(page, async () => {
      await page.click('.watched summary >> nth=0');
      await page.locator('.watched li', { hasText: /broken\.pdf: .*PDF/ }).waitFor();
      await page.click('.watched summary >> nth=1');
      await page.locator('.watched li', { hasText: 'link.md: a link out of the folder' }).waitFor();
      const shown = await page.textContent('.watched');
      expect(shown).not.toContain(folder);
      expect(shown).toMatch(/Below papers\/ · Tenant: acme/);
      expect([await page.locator('.row').count(), await faults(page)]).toEqual([2, []]);
      for (const nth of [0, 1]) await page.click(`.watched summary >> nth=${nth}`);
    });
  });

  it('follows the folder: what is added comes in, what is deleted goes', async () => {
    const { page } = wide;
    writeFileSync(join(folder, 'holidays.md'), 'Everybody has 30 days of holidays.');
    await page.waitForSelector('.row-main >> text=holidays.md', { timeout: 60_000 });
    await inEveryLook(page, async () => {
      await page.click('.row-main >> text=holidays.md');
      await page.waitForSelector('.source-body >> text=30 days of holidays');
      await page.keyboard.press('Escape');
      await page.waitForSelector('.watched >> text=/Since it is watched: .*added/');
    });
    rmSync(join(folder, 'holidays.md'));
    await page.waitForSelector('.row-main >> text=holidays.md', { state: 'detached', timeout: 60_000 });
    await inEveryLook(page, async () => void (await page.waitForSelector('.watched >> text=1 removed')));
  });

  it('makes a key that is shown once and counts at once, and revokes it', async () => {
    const { page, context } = wide;
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await inEveryLook(page, async () => {
      await page.click('.nav >> text=Keys');
      await page.click('text=New key');
      await page.fill('dialog input[type=text]', 'the build');
      expect(await faults(page)).toEqual([]);
      await page.click('dialog >> text=Make the key');
      const key = await page.inputValue('.key-text');
      await page.click('dialog >> text=Copy the key');
      await page.waitForSelector('dialog >> text=Copied');
      expect([key, await faults(page)]).toEqual([await page.evaluate('navigator.clipboard.readText()'), []]);
      await page.keyboard.press('Escape');
      expect([await page.content(), readFileSync(keysFile, 'utf8')].some((text) => text.includes(key))).toBe(false);
      expect([await statusOf(key), readKeysFile(keysFile).map(({ tenant, name }) => [tenant, name])]).toEqual([
        200,
        [
          ['acme', 'the operator'],
          ['acme', 'the build'],
        ],
      ]);
      await page.click('[aria-label="Revoke the build"]');
      await page.click('dialog >> .button-danger');
      await page.waitForSelector('.key >> nth=1', { state: 'detached' });
      expect(await statusOf(key)).toBe(401);
    });
  });

  it.each([
    { roles: ['query'], pages: ['Ask', 'Documents', 'History', 'Health'], asks: 2, brings: 0, engines: 0 },
    { roles: ['ingest'], pages: ['Documents', 'Health'], asks: 0, brings: 2, engines: 0 },
    { roles: ['operate'], pages: ['Health', 'Keys'], asks: 0, brings: 0, engines: 1 },
  ] as const)('shows whoever may only $roles.0 what that is good for', async ({ roles, pages, asks, brings, engines }) => {
    const { key, entry } = createApiKey('acme', roles);
    writeFileSync(keysFile, JSON.stringify([...readKeysFile(keysFile), entry]));
    await expect.poll(() => statusOf(key)).toBe(200);
    const { page, context } = await openAs(WIDE, key);
    const offered = (name: RegExp) => page.getByRole('button', { name }).count();
    await inEveryLook(page, async () => {
      expect(await page.locator('.nav li').allTextContents()).toEqual(pages);
      if (asks + brings > 0) {
        await page.click('.nav >> text=Documents');
        await page.waitForSelector('.row >> nth=1');
        expect(await Promise.all([/^Ask only/, /^Delete/, /^Choose files/].map(offered))).toEqual([asks, brings, Math.min(brings, 1)]);
      }
      await page.click('.nav >> text=Health');
      await page.waitForSelector('#health-title');
      if (engines > 0) await page.waitForSelector('#services');
      expect(await page.locator('#engines-title').count()).toBe(engines);
    });
    await context.close();
  });

  it('offers nobody to replace a key that may do more than their own, and says why', async () => {
    const lesser = createApiKey('acme', ['query', 'operate'], { name: NAMES[1] });
    writeFileSync(keysFile, JSON.stringify([...readKeysFile(keysFile), lesser.entry]));
    await expect.poll(() => statusOf(lesser.key)).toBe(200);
    const { page, context } = await openAs(WIDE, lesser.key);
    const offered = (name: string) => page.getByRole('button', { name }).count();
    await inEveryLook(page, async () => {
      await page.click('.nav >> text=Keys');
      const row = page.locator('.key', { hasText: 'the operator' });
      await row.locator('text=yours has no role "ingest"').waitFor();
      expect(await Promise.all(['Replace the operator', 'Revoke the operator', 'Replace the lesser'].map(offered))).toEqual([0, 1, 1]);
      expect(await faults(page)).toEqual([]);
      await page.click('.nav >> text=Health');
    });
    await context.close();
  });

  it.each(LOOKS)('reads well %s, in German too', async (_name, look) => {
    const { page, context, complaints } = await openAs(look, operator.key, 'de-DE');
    for (const [place, shown] of [
      ['#/documents', '.watched'],
      ['#/keys', '.key'],
    ] as const) {
      await page.goto(url() + place);
      await page.waitForSelector(shown);
      expect([place, await overflows(page), await faults(page), await englishBits(page, NAMES)]).toEqual([place, false, [], []]);
      expect([place, await cutRings(page)]).toEqual([place, []]);
    }
    await page.click('text=Neuer Schlüssel');
    expect(['dialog', await overflows(page), await faults(page)]).toEqual(['dialog', false, []]);
    expect(complaints).toEqual([]);
    await context.close();
  });
});
