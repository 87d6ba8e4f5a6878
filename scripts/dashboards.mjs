// `node scripts/dashboards.mjs`: a picture of each dashboard in docs/images/dashboards, drawn of its JSON and of what a real Prometheus answers about a real
// stack under load. `--prometheus URL` draws another Prometheus' last quarter of an hour instead. Needs a build, prometheus and chromium.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { pageOf } from './dashboards/page.mjs';
import { askPanels } from './dashboards/panels.mjs';
import { runUnderLoad } from './dashboards/run.mjs';
import { root, say } from './steps/steps.mjs';

const SOURCE = join(root, 'deploy/grafana/dashboards');
const TARGET = join(root, 'docs/images/dashboards');
const MAX_BYTES = 150_000;
const OWN_LENGTH_S = 900;

const { values } = parseArgs({ options: { prometheus: { type: 'string' }, seconds: { type: 'string', default: '180' } } });

async function draw(prometheus, { from, to }) {
  mkdirSync(TARGET, { recursive: true });
  const executablePath = [process.env.CHROMIUM_PATH, '/usr/bin/chromium'].find((path) => path && existsSync(path));
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 400 }, colorScheme: 'light' });
    for (const file of readdirSync(SOURCE).sort()) {
      const dashboard = JSON.parse(readFileSync(join(SOURCE, file), 'utf8'));
      await page.setContent(pageOf(dashboard, await askPanels(dashboard, prometheus, { from, to }), { from, to }));
      await shoot(page, join(TARGET, `${basename(file, '.json')}.jpg`));
    }
  } finally {
    await browser.close();
  }
}

/** As good as its size allows. */
async function shoot(page, path) {
  for (const quality of [80, 65, 50, 35]) {
    const picture = await page.screenshot({ type: 'jpeg', quality, fullPage: true });
    if (picture.length > MAX_BYTES && quality > 35) continue;
    writeFileSync(path, picture);
    return say(`${basename(path)}: ${Math.round(picture.length / 1_000)} kB`);
  }
}

try {
  const now = Date.now() / 1_000;
  if (values.prometheus) await draw(values.prometheus, { from: now - OWN_LENGTH_S, to: now });
  else await runUnderLoad(Number(values.seconds), draw);
} catch (error) {
  say(`dashboards: ${error.message}`);
  process.exitCode = 1;
}
