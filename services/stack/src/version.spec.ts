import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@docmind/testing';
import { expect, it } from 'vitest';
import { versionText } from './version.js';

const COMMIT = '0a1b2c3d4e5f60718293a4b5c6d7e8f901234567';

function unpacked(): string {
  const root = temporaryFolder();
  writeFileSync(join(root, 'package.json'), '{ "version": "1.2.3" }');
  return root;
}

it('names the commit that an image holds as a file', () => {
  const root = unpacked();
  expect(versionText(root)).toBe('1.2.3');
  writeFileSync(join(root, 'commit'), '\n');
  expect(versionText(root)).toBe('1.2.3');
  writeFileSync(join(root, 'commit'), `${COMMIT}\n`);
  expect(versionText(root)).toBe('1.2.3 (commit 0a1b2c3d4e5f)');
});

it('asks git in a checkout, and does without where there is none to ask', () => {
  const root = unpacked();
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', root, '-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], { encoding: 'utf8' });
  git('init', '-q');
  git('commit', '-q', '--allow-empty', '-m', 'one');
  expect(versionText(root)).toBe(`1.2.3 (commit ${git('rev-parse', 'HEAD').slice(0, 12)})`);
  const broken = unpacked();
  mkdirSync(join(broken, '.git'));
  expect(versionText(broken)).toBe('1.2.3');
});
