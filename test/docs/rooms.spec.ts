// The map of rooms is what a newcomer trusts, so it must name all there are and none that is gone.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repositoryRoot } from '@docmind/testing';
import { describe, expect, it } from 'vitest';

const root = repositoryRoot();
const read = (name: string) => readFileSync(join(root, name), 'utf8');
const foldersIn = (path: string) =>
  readdirSync(join(root, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
    .map(({ name }) => name);

/** `a/{b,c}` is two paths. */
function spread(path: string): string[] {
  const [, before = '', names = '', after = ''] = /^(.*)\{(.+)\}(.*)$/.exec(path) ?? [];
  return names === '' ? [path] : names.split(',').map((name) => `${before}${name}${after}`);
}
const quoted = (text: string) => [...text.matchAll(/`([^`]+)`/g)].flatMap(([, path = '']) => spread(path));

const map = read('docs/architecture.md').split('## Rooms')[1] ?? '';
const [services = '', libraries = '', planned = ''] = map.split(/\n\n(?=\|)/).slice(1);
const cells = (table: string) =>
  table
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) => line.split('|').map((cell) => cell.trim()));

describe('the map of rooms', () => {
  let service = '';
  const named = cells(services).flatMap(([, name = '', rooms = '']) => {
    service = quoted(name)[0] ?? service;
    return quoted(rooms).map((room) => `services/${service}/src/${room}`);
  });

  it('names rooms that exist', () => {
    expect(named.length).toBeGreaterThan(40);
    expect(named.filter((room) => !existsSync(join(root, room)))).toEqual([]);
  });

  it('names every room of every service', () => {
    const all = foldersIn('services').flatMap((name) => foldersIn(`services/${name}/src`).map((room) => `services/${name}/src/${room}`));
    expect(
      all.filter(
        (room) =>
          !named.some((known) => known === room || known.startsWith(`${room}/`)) && !room.endsWith('/config') && !room.endsWith('/testing'),
      ),
    ).toEqual([]);
  });

  it('names every library', () => {
    expect(
      cells(libraries)
        .flatMap(([, name = '']) => quoted(name))
        .sort(),
    ).toEqual(foldersIn('libs').sort());
  });

  it('calls no room planned that is there, and plans each in a folder that is', () => {
    const rows = cells(planned).map(([, room = '']) => quoted(room));
    const rooms = rows.flat();
    // A table that is not found, or a row without a path, would hold nothing to the disk.
    expect(rows.filter((paths) => paths.length === 0)).toEqual([]);
    expect(rooms.length > 0).toBe(map.includes("These rooms don't exist yet"));
    expect(rooms.filter((room) => existsSync(join(root, room)))).toEqual([]);
    expect(rooms.filter((room) => !existsSync(dirname(join(root, room))))).toEqual([]);
  });
});

it('CONTRIBUTING names files and folders that exist', () => {
  const paths = [...read('CONTRIBUTING.md').matchAll(/`((?:libs|services|test|docs|deploy|scripts|config)\/[^`\s]*)`/g)].map(
    ([, path = '']) => path,
  );
  expect(paths.length).toBeGreaterThan(15);
  const fixed = paths.map((path) => path.replace(/(NAME|SERVICE|x\.|[*]).*$/, ''));
  expect(fixed.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});
