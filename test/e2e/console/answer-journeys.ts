// Documents that somebody chooses, and what they are asked.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '@docmind/testing';
import { expect, it } from 'vitest';
import { ask, faults, type OpenConsole } from './browser.js';

export const KEPT = 'How long are daily snapshots kept?';
const examples = join(repositoryRoot(), 'examples/documents');

const IS_WHY_IN_SIGHT = `(() => {
  const [why, turns] = ['.turn:last-child .why', '.turns'].map((selector) => document.querySelector(selector).getBoundingClientRect());
  return why.top < turns.bottom - 100;
})()`;

/** Of a stack that has nothing yet. */
export function describeDocuments(opened: () => OpenConsole & { readonly url: string }): void {
  it('takes documents that are chosen, and says of others why not', async () => {
    const { page } = opened();
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
    await page.waitForSelector('.uploads-head >> text=Taken in: 3. Unchanged: 0. Failed: 0. Skipped: 1.', { timeout: 60_000 });
    await page.click('.skipped summary');
    expect(await page.textContent('.skipped')).toContain('film.mov: no kind that is read');
    await page.waitForSelector('.row >> nth=2');
    expect([await page.locator('.row').count(), lists]).toEqual([3, 1]);
    expect(await page.locator('.row-facts').first().textContent()).toMatch(/^6\.1 kB/);
    expect(await faults(page)).toEqual([]);
  });

  it('answers sentence by sentence, and a number opens the document at the words', async () => {
    const { page } = opened();
    await page.click('.new');
    await ask(page, KEPT);
    expect(await page.textContent('.turn .sentence-supported')).toContain('35 days');
    await page.click('.turn .cite');
    expect(await page.textContent('mark')).toMatch(/35 days/);
    expect(await faults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await page.locator('.source').count()).toBe(0);
    expect(await page.evaluate('document.activeElement.className')).toBe('cite');
  });
}

/** Of one that has the three documents from above. */
export function describeAnswers(opened: () => OpenConsole & { readonly url: string }): void {
  it('says plainly what is not in the documents, and what comes nearest', async () => {
    const { page } = opened();
    await ask(page, 'Who is on call when a restore of the whole site fails at night?');
    const refusal = page.locator('.turn:last-child');
    expect(await refusal.locator('.verdict').textContent()).toBe('Not in your documents');
    expect(await refusal.locator('.nearest').textContent()).toContain('does not answer');
  });

  it('shows why, and drops a kept answer that somebody calls wrong', async () => {
    const { page } = opened();
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
    await ask(page, KEPT);
    const same = page.locator('.turn:last-child');
    await same.locator('text=Why this answer').click();
    await same.locator('text=Kept question').waitFor();
    expect(await same.locator('.why').textContent()).toMatch(/the same question was answered before(?!.*(?:Likeness|Chance that))/);
    // It opened below the button: in sight, not below the field for the next question.
    await expect.poll(() => page.evaluate<boolean>(IS_WHY_IN_SIGHT)).toBe(true);
  });

  it('finds the conversation again, with its sources, renames it and lets it go', async () => {
    const { page, url } = opened();
    await page.goto(`${url}#/conversations`);
    await page.fill('input[type=search]', '35 DAYS');
    await page.waitForSelector('.row');
    await page.click('[aria-label^="Rename"]');
    await page.fill('dialog input', 'Retention');
    await page.click('dialog >> text=Save');
    const [saved] = await Promise.all([page.waitForEvent('download'), page.click('[aria-label="Export Retention"]')]);
    const markdown = readFileSync(await saved.path(), 'utf8');
    expect(saved.suggestedFilename()).toBe('Retention.md');
    expect(markdown).toMatch(
      /^# Retention\n\n## How long are daily snapshots kept\?\n\n[^]*35 days[^]* \[1\]\n\nSources\n\[1\] retention-policy\.md: “/,
    );
    await page.click('.row-main >> text=Retention');
    await page.locator('.turn .cite').first().click();
    await page.waitForSelector('mark');
    await page.goto(`${url}#/conversations`);
    await page.click('[aria-label="Delete Retention"]');
    await page.click('dialog >> .button-danger');
    await page.waitForSelector('text=No conversations yet.');
  });

  it('keeps what was shown when the connection is lost, and tries again', async () => {
    const { page, url } = opened();
    await page.goto(`${url}#/ask`);
    await page.route('**/query', (route) => route.abort());
    await ask(page, KEPT);
    expect(await page.textContent('.turn .problem')).toMatch(/does not answer\. Try again when it runs\.$/);
    expect(await page.locator('.turn .answer').count()).toBe(0);
    await page.unroute('**/query');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.waitForSelector('.turn .cite', { timeout: 60_000 });
    expect(await page.locator('.turn').count()).toBe(1);
    await page.getByRole('button', { name: 'Edit the question' }).click();
    expect(await page.inputValue('#question')).toBe(KEPT);
    await page.fill('#question', '');
  });

  it('shows a long question by its beginning until somebody wants all of it', async () => {
    const { page } = opened();
    const letter = 'The lease of the boathouse ends in spring. '.repeat(460);
    await page.click('.new');
    await page.route('**/query', (route) => route.abort());
    await ask(page, letter);
    await page.unroute('**/query');
    const question = page.locator('.turn .question');
    const shown = async () => (await question.textContent())?.length ?? 0;
    expect([letter.length > 19_000, (await shown()) < 1_000, await faults(page)]).toEqual([true, true, []]);
    await question.getByRole('button', { name: 'Show all of it' }).click();
    expect(await shown()).toBeGreaterThan(19_000);
    await question.getByRole('button', { name: 'Show less' }).click();
    expect(await shown()).toBeLessThan(1_000);
    await page.getByRole('button', { name: 'Edit the question' }).click();
    expect(await page.inputValue('#question')).toBe(letter.trim());
    await page.fill('#question', '');
  });
}
