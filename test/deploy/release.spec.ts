// One command moves the version, so every place that names it must be one that the command knows.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '@docmind/testing';
import { expect, it } from 'vitest';

const root = repositoryRoot();
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const { version } = JSON.parse(read('package.json')) as { version: string };

/** By the script itself, which is plain JavaScript. */
function released(code: string): unknown {
  const script = `import * as release from ${JSON.stringify(join(root, 'scripts/release/release.mjs'))}; ${code}`;
  return JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }),
  );
}

it('leaves the old version nowhere, but in what is told of the past', () => {
  const code = `
    import { readFileSync } from 'node:fs';
    const root = ${JSON.stringify(root)};
    // No part of another number, such as ^10.1.0.
    const old = /(?<![\\d.])${version.replaceAll('.', '\\.')}(?![\\d.])/;
    const after = Object.fromEntries(release.trackedFiles(root).map((path) => [path,
      release.withVersion(path, readFileSync(root + '/' + path, 'utf8'), ${JSON.stringify(version)}, '97.98.99')]));
    const ours = (path, text) => path === 'package-lock.json'
      ? Object.entries(JSON.parse(text).packages).filter(([name]) => /^(libs|services)/.test(name)).map(([, entry]) => entry.version + JSON.stringify(entry.dependencies)).join()
      : text;
    console.log(JSON.stringify({
      left: Object.entries(after).filter(([path, text]) => old.test(ours(path, text))).map(([path]) => path),
      moved: Object.entries(after).filter(([, text]) => text.includes('97.98.99')).map(([path]) => path),
    }));`;
  const { left, moved } = released(code) as { left: string[]; moved: string[] };
  // Of the conventions that spans are named by, which happens to be the same number.
  expect(left.filter((path) => path !== 'libs/telemetry/src/tracing/gen-ai.policy.ts')).toEqual([]);
  for (const path of [
    'package.json',
    'package-lock.json',
    'docker-compose.yml',
    '.env.example',
    'deploy/docker/Dockerfile',
    'libs/errors/package.json',
  ])
    expect(moved).toContain(path);
});

it('gives what is unreleased its heading, and refuses a release of nothing', () => {
  const changelog = '# Changelog\n\n## [Unreleased]\n\n### Added\n\n- This.\n\n## [0.1.0] - 2026-11-24\n\n- That.\n';
  const withHeading = (text: string) =>
    released(
      `try { console.log(JSON.stringify(release.withHeading(${JSON.stringify(text)}, '0.2.0', '2027-01-31'))) } catch ({ message }) { console.log(JSON.stringify(message)) }`,
    );
  expect(withHeading(changelog)).toContain('## [Unreleased]\n\n## [0.2.0] - 2027-01-31\n\n### Added\n\n- This.');
  expect(withHeading(changelog.replace('- This.\n', ''))).toBe('CHANGELOG.md has nothing below [Unreleased]');
});
