// A folder that a person drops, two documents of it that disagree, and another content for one of them.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@docmind/testing';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { ask, faults, NARROW, type OpenConsole } from './browser.js';

const RULE = (euros: number) => `# Travel\n\nEmployees may book a hotel for up to ${euros} euros a night.\n`;

/** As from the desk: a browser lets no script make up a folder. */
async function drop(page: Page, path: string): Promise<void> {
  await page.locator('.drop').scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await page.locator('.drop').boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const session = await page.context().newCDPSession(page);
  const at = { x: x + width / 2, y: y + height / 2, data: { items: [], files: [path], dragOperationsMask: 1 } };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) await session.send('Input.dispatchDragEvent', { type, ...at });
}

export function describeFolders(opened: () => OpenConsole & { readonly url: string }): void {
  it('takes a folder that is dropped, with the paths in it, and passes over what nobody reads', async () => {
    const { page, url } = opened();
    const folder = join(temporaryFolder(), 'travel');
    mkdirSync(join(folder, 'old'), { recursive: true });
    writeFileSync(join(folder, 'handbook-2025.md'), RULE(150));
    writeFileSync(join(folder, 'old/handbook-2023.md'), RULE(120));
    writeFileSync(join(folder, '.secret.md'), 'hidden');
    await page.goto(`${url}#/documents`);
    await page.waitForSelector('.row');
    // A slow line: the rate and what is left are told once there is something to judge by.
    await page.route('**/documents', (route) => void setTimeout(() => void route.continue(), 1_200));
    await drop(page, folder);
    await page.waitForSelector('.uploads-head >> text=/1 of 2 files[.] .* a second, about .* left/');
    await page.waitForSelector('.uploads-head >> text=Taken in: 2. Unchanged: 0. Failed: 0. Skipped: 1.', { timeout: 60_000 });
    expect(await page.locator('.upload-path').allTextContents()).toEqual(
      expect.arrayContaining(['travel/handbook-2025.md', 'travel/old/handbook-2023.md']),
    );
    await page.unroute('**/documents');
  });

  it('shows two documents that disagree beside each other, the newer first', async () => {
    const { page } = opened();
    await page.click('.new');
    await ask(page, 'Which hotel price a night may employees book?');
    const turn = page.locator('.turn:last-child');
    expect(await turn.locator('.verdict').textContent()).toBe('Your documents disagree');
    expect(await turn.locator('.conflict-side').allTextContents()).toEqual([
      expect.stringMatching(/handbook-2025\.md2025, by its name · the newer one.*150 euros/) as string,
      expect.stringMatching(/handbook-2023\.md2023, by its name.*120 euros/) as string,
    ]);
    expect(await turn.locator('.answer-text').textContent()).not.toContain('handbook-');
    await turn.locator('.conflict-side >> text=Open the source').last().click();
    expect(await page.textContent('mark')).toContain('120 euros');
    expect(await faults(page)).toEqual([]);
    await page.keyboard.press('Escape');
  });

  it('replaces what a document says, under its path', async () => {
    const { page, url } = opened();
    await page.goto(`${url}#/documents`);
    const row = page.locator('.row', { hasText: 'handbook-2023.md' });
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), row.getByRole('button', { name: 'Replace' }).click()]);
    await chooser.setFiles({ name: 'corrected.md', mimeType: '', buffer: Buffer.from(RULE(150)) });
    await page.waitForSelector('.upload >> text=replaced');
    await row.locator('.row-main').click();
    await page.waitForSelector('.source-body >> text=150 euros');
    // Where there is no room for two, the document is all there is.
    const before = page.viewportSize() ?? NARROW;
    await page.setViewportSize(NARROW);
    await expect.poll(() => page.locator('.source').boundingBox()).toEqual({ x: 0, y: 0, width: NARROW.width, height: NARROW.height });
    await page.setViewportSize(before);
    await page.keyboard.press('Escape');
    for (const name of ['handbook-2023.md', 'handbook-2025.md']) {
      await page.click(`[aria-label="Delete ${name}"]`);
      await page.click('dialog >> .button-danger');
      await page.waitForSelector(`.row-main >> text=${name}`, { state: 'detached' });
    }
  });
}
