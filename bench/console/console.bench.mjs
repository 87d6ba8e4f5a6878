// The console in chromium: how soon something is seen, and how smoothly long lists scroll.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { median, p99 } from '../lib/figures/percentiles.mjs';
import { startNode } from '../lib/processes/processes.mjs';

export const about = 'the console in chromium: first paint, and scrolling through 10,000 documents and 5,000 messages';
export const targets = { first_paint_ms: '< 1000', documents_frame_p99_ms: '< 50', messages_frame_p99_ms: '< 50' };

const USUAL = { documents: 10_000, messages: 5_000, visits: 15 };
const QUICK = { documents: 1_000, messages: 500, visits: 5 };
/** A turn of the wheel each frame, for so many frames: from one end of a list to the middle of it and on. */
const FRAMES = 300;
const LATE_MS = 50;
const VIEWPORT = { width: 1280, height: 800 };

export async function run({ quick, log }, scope) {
  const { documents, messages, visits } = quick ? QUICK : USUAL;
  const executablePath = [process.env.CHROMIUM_PATH, '/usr/bin/chromium'].find((path) => path && existsSync(path));
  if (executablePath === undefined) throw new Error('no chromium is installed: set CHROMIUM_PATH or apt-get install chromium');
  const env = { BENCH_DOCUMENTS: documents, BENCH_MESSAGES: messages, DOCMIND_DATA_DIR: scope.folder(), LOG_LEVEL: 'error' };
  const door = await startNode(scope, fileURLToPath(new URL('console.process.mjs', import.meta.url)), {
    env: { ...env, ORCHESTRATOR_PORT: '0', PERSISTENCE_PORT: '0' },
  });
  log(`filling ${documents} documents and ${messages} messages`);
  await door.ask('fill');
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  scope.defer(() => browser.close());
  log('first paint');
  const paints = [];
  for (let visit = 0; visit < visits; visit++) paints.push(await firstPaint(browser, door.url));
  log('scrolling');
  const lists = await scrolling(browser, `${door.url}/#/documents`, '.row');
  const talk = await scrolling(browser, `${door.url}/#/ask/${door.session}`, '.turn');
  const named = (name, figures) => Object.fromEntries(Object.entries(figures).map(([key, value]) => [`${name}_${key}`, value]));
  return {
    figures: { first_paint_ms: median(paints), ...named('documents', lists), ...named('messages', talk) },
    samples: { first_paint_ms: visits },
  };
}

/** A browser that was never here: nothing is in its cache. When the first words of the page are painted, from when it was asked for. */
async function firstPaint(browser, url) {
  const context = await browser.newContext({ viewport: VIEWPORT });
  const page = await context.newPage();
  await page.goto(url);
  await page.waitForSelector('h1');
  await page.waitForFunction(() => globalThis.performance.getEntriesByName('first-contentful-paint').length > 0);
  const at = await page.evaluate(() => globalThis.performance.getEntriesByName('first-contentful-paint')[0].startTime);
  await context.close();
  return at;
}

/** By the wheel, because that is how it is scrolled: what a script sets isn't drawn the same way. */
async function scrolling(browser, url, row) {
  const context = await browser.newContext({ viewport: VIEWPORT });
  const page = await context.newPage();
  const startedAt = performance.now();
  await page.goto(url);
  await page.waitForSelector(row, { timeout: 120_000 });
  const shownMs = performance.now() - startedAt;
  await page.mouse.move(VIEWPORT.width / 2, VIEWPORT.height / 2);
  const scrolled = () =>
    page.evaluate(() => Math.max(...[...globalThis.document.querySelectorAll('main, .turns')].map((box) => box.scrollTop)));
  const before = await scrolled();
  await page.evaluate(noteFrames);
  // The newest message is at the end of its list, the first document at the beginning.
  const step = row === '.turn' ? -900 : 900;
  for (let frame = 0; frame < FRAMES; frame++) {
    await page.mouse.wheel(0, step);
    await page.waitForTimeout(16);
  }
  const frames = await page.evaluate(() => globalThis.frames_);
  const scrolledPx = Math.abs((await scrolled()) - before);
  if (scrolledPx < FRAMES * 100) throw new Error(`${url} scrolled by ${scrolledPx} pixels only: what was measured is no scrolling`);
  await context.close();
  return {
    shown_ms: shownMs,
    frames: frames.length,
    frames_over_50ms: frames.filter((ms) => ms > LATE_MS).length,
    frame_p99_ms: p99(frames),
  };
}

/** In the page: how long each frame took. */
function noteFrames() {
  const frames = [];
  globalThis.frames_ = frames;
  let before = globalThis.performance.now();
  const note = (now) => {
    frames.push(now - before);
    before = now;
    globalThis.requestAnimationFrame(note);
  };
  globalThis.requestAnimationFrame(note);
}
