// Documents that go, and what would be more than words if a browser believed it.
import { expect, it } from 'vitest';
import { KEPT } from './answer-journeys.js';
import { ask, type OpenConsole } from './browser.js';

export function describeDeletions(opened: () => OpenConsole & { readonly url: string }): void {
  it('deletes a document, and its answers go', async () => {
    const { page, url } = opened();
    await page.goto(`${url}#/documents`);
    await page.click('[aria-label="Delete retention-policy.md"]');
    await page.click('dialog >> .button-danger');
    await page.waitForSelector('.row >> nth=2', { state: 'detached' });
    await page.goto(`${url}#/ask`);
    await ask(page, KEPT);
    expect(await page.textContent('.turn:last-child .verdict')).toBe('Not in your documents');
  });

  it('opens at a broken address, and shows markup in a document and in its name as words', async () => {
    const { page, url } = opened();
    await page.goto(`${url}#/documents/%`);
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
}
