import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repositoryRoot } from '@docmind/testing';
import { expect, it } from 'vitest';

const read = (path: string) => readFileSync(join(repositoryRoot(), path), 'utf8');
const pages = () => {
  const below = readdirSync(join(repositoryRoot(), 'docs'), { recursive: true, encoding: 'utf8' }).map((name) => join('docs', name));
  return [...readdirSync(repositoryRoot()), ...below].filter((name) => name.endsWith('.md'));
};

/** As GitHub names them. */
function anchorsOf(path: string): Set<string> {
  const headings = [...read(path).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => heading);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\- _]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

function isBroken(page: string, link: string): boolean {
  const [file = '', anchor] = link.split('#');
  const path = file === '' ? page : join(dirname(page), file);
  if (!existsSync(join(repositoryRoot(), path))) return true;
  return anchor !== undefined && path.endsWith('.md') && !anchorsOf(path).has(anchor);
}

it('lead to a file that is there, and to a heading that it has', () => {
  const broken = pages().flatMap((page) => {
    const links = [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
    return links.filter((link) => !/^[a-z]+:/.test(link) && isBroken(page, link)).map((link) => `${page}: ${link}`);
  });
  expect(broken).toEqual([]);
});

it('nothing stands twice in the changelog', () => {
  const points = read('CHANGELOG.md')
    .split('\n')
    .filter((line) => line.startsWith('- '));
  expect(points.filter((point, at) => points.indexOf(point) !== at)).toEqual([]);
});
