// `node scripts/screenshots.mjs URL`: the picture of docs/images/console.jpg, of a stack that has read examples/documents (`npm run quickstart`).
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { root, say } from './steps/steps.mjs';

const url = process.argv[2] ?? 'http://127.0.0.1:8080/';
const executablePath = [process.env.CHROMIUM_PATH, '/usr/bin/chromium'].find((path) => path && existsSync(path));
const picture = join(root, 'docs/images/console.jpg');

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 760 }, colorScheme: 'light', locale: 'en-GB' });
  await page.goto(url);
  for (const question of ['How long are daily snapshots kept?', 'Who is on call when a restore of the whole site fails at night?']) {
    await page.fill('#question', question);
    await page.press('#question', 'Enter');
    await page.waitForSelector('.turn:last-child[data-state=done]', { timeout: 60_000 });
  }
  await page.evaluate(() => globalThis.document.querySelector('.turns').scrollTo(0, 0));
  await page.locator('.cite').first().click();
  await page.waitForSelector('mark');
  // What is in sight scrolls to its place first.
  await page.waitForTimeout(500);
  await page.screenshot({ path: picture, type: 'jpeg', quality: 70 });
  say(`written: ${picture}`);
} finally {
  await browser.close();
}
