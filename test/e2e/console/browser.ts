// Debian's Chromium and the console in it, as the tests and the script of screenshots use them.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { CUT_RINGS } from './cut-off.js';
import { ENGLISH_BITS } from './marks.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** `apt-get install chromium`; another one by CHROMIUM_PATH. */
export const CHROMIUM = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => path && existsSync(path));
export const NO_CHROMIUM =
  CHROMIUM === undefined ? ' (skipped: no chromium is installed; set CHROMIUM_PATH or apt-get install chromium)' : '';

export interface Look {
  readonly width: number;
  readonly height: number;
  readonly theme: 'light' | 'dark';
}
export const WIDE: Look = { width: 1280, height: 800, theme: 'light' };
export const NARROW: Look = { width: 320, height: 640, theme: 'dark' };
/** Beside the usual one. */
export const LOOKS: readonly (readonly [name: string, look: Look])[] = [
  ['wide and dark', { ...WIDE, theme: 'dark' }],
  ['narrow and light', { ...NARROW, theme: 'light' }],
  ['narrow and dark', NARROW],
];

const EVERY_LOOK = [['wide and light', WIDE], ...LOOKS] as const;

export function launch(): Promise<Browser> {
  // Its sandbox needs rights that a container's root lacks; the only pages are our own.
  return chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
}

export interface OpenConsole {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the page complained about, and hosts that it asked beside its own. */
  readonly complaints: string[];
}

export async function openConsole(browser: Browser, url: string, { width, height, theme }: Look, locale = 'en-GB'): Promise<OpenConsole> {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme, locale });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of (4|5)\d\d/.test(message.text())) complaints.push(message.text());
  });
  page.on('request', (request) => {
    const asked = new URL(request.url());
    if (!['blob:', 'data:'].includes(asked.protocol) && asked.origin !== new URL(url).origin) complaints.push(`asked ${asked.origin}`);
  });
  await page.goto(url);
  return { page, context, complaints };
}

export async function ask(page: Page, question: string): Promise<void> {
  await page.fill('#question', question);
  await page.press('#question', 'Enter');
  await page.waitForSelector('.turn:last-child:not([data-state=asking])', { timeout: 60_000 });
}

/** What WCAG 2.2 AA has against what is shown, and whether it is wider than its window. */
export async function faults(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    const found = await axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] });
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
  });
  return (await overflows(page)) ? [...found, 'wider than its window'] : found;
}

/**
 * The same journey in each look, one after the other in one window: a stack and a sign-in for each would take most of the time.
 * The window is left as it was opened.
 */
export async function inEveryLook(page: Page, journey: (name: string) => Promise<void>): Promise<void> {
  const size = page.viewportSize() ?? WIDE;
  for (const [name, look] of EVERY_LOOK) {
    await wear(page, look);
    await journey(name).catch((cause: unknown) => {
      throw new Error(`${name}: ${String((cause as Error).message)}`, { cause });
    });
  }
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme: null });
}

/** Whatever it looked like before. */
export async function wear(page: Page, { width, height, theme }: Look): Promise<void> {
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme: theme });
}

/** Of a second window beside one in that look. */
export const lookOf = (name: string): Look => EVERY_LOOK.find(([one]) => one === name)?.[1] ?? WIDE;

/** What somebody who reads a German page is told in English without its being marked so; `said` are words of people and documents. */
export function englishBits(page: Page, said: readonly string[] = []): Promise<string[]> {
  return page.evaluate<string[]>(`(${ENGLISH_BITS})(${JSON.stringify(said)})`);
}

/** Wider than its window, so that a person would have to scroll sideways. */
export const overflows = (page: Page) => page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth');
/** By somebody who goes by the Tab key: only then are there rings. */
export async function cutRings(page: Page): Promise<unknown> {
  await page.keyboard.press('Tab');
  return page.evaluate(CUT_RINGS);
}
