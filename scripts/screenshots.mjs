// `node scripts/screenshots.mjs URL`: the pictures of the console in docs/images, of a stack that has read examples/documents (`npm run quickstart`).
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { root, say } from './steps/steps.mjs';

const url = process.argv[2] ?? 'http://127.0.0.1:8080/';
const executablePath = [process.env.CHROMIUM_PATH, '/usr/bin/chromium'].find((path) => path && existsSync(path));
const WIDE = { viewport: { width: 1280, height: 760 }, colorScheme: 'light', locale: 'en-GB' };
const NARROW = { viewport: { width: 320, height: 640 }, colorScheme: 'dark', locale: 'de-DE' };

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
try {
  await picture('console', WIDE, async (page) => {
    await ask(page, 'How long are daily snapshots kept?');
    await ask(page, 'Who is on call when a restore of the whole site fails at night?');
    await page.evaluate(() => globalThis.document.querySelector('.turns').scrollTo(0, 0));
    await page.locator('.cite').first().click();
    await page.waitForSelector('mark');
  });
  await picture('console-pdf', { ...WIDE, colorScheme: 'dark' }, async (page) => {
    await ask(page, 'How much does a Harbour 12 weigh without disks?');
    await page.locator('.cite, .source-link').first().click();
    await page.waitForSelector('.pdf-paper[data-drawn] .pdf-mark');
  });
  await picture('console-narrow', NARROW, (page) => ask(page, 'How long are daily snapshots kept?'));
  await picture('console-documents', WIDE, async (page) => {
    await page.goto(`${url}#/documents`);
    await page.waitForSelector('.row');
  });
  await picture('console-health', WIDE, async (page) => {
    await page.goto(`${url}#/health`);
    await page.waitForSelector('.gates');
  });
} finally {
  await browser.close();
}

async function picture(name, look, show) {
  const page = await browser.newPage(look);
  await page.goto(url);
  await show(page);
  // What is in sight scrolls to its place first.
  await page.waitForTimeout(500);
  const path = join(root, `docs/images/${name}.jpg`);
  await page.screenshot({ path, type: 'jpeg', quality: 70 });
  await page.close();
  say(`written: ${path}`);
}

async function ask(page, question) {
  await page.fill('#question', question);
  await page.press('#question', 'Enter');
  await page.waitForSelector('.turn:last-child[data-state=done]', { timeout: 60_000 });
}
