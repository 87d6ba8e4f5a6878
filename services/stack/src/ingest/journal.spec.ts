import { appendFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@docmind/testing';
import { expect, it } from 'vitest';
import { Journal } from './journal.js';

it('is what was written last of each file, also where a crash cut its last line', () => {
  const data = temporaryFolder();
  const entry = (path: string, more: object = {}) => ({ path, sizeBytes: 1, mtimeMs: 2, hash: 'h', ...more });
  const open = (target = 'stack') => Journal.open(data, ['/papers'], target);
  const first = open();
  first.put(entry('a.md', { id: 'd1' }));
  first.put(entry('b.md', { problem: 'no text' }));
  first.put(entry('b.md', { id: 'd2' }));
  first.put(entry('c.md', { id: 'd3' }));
  first.remove('c.md');
  appendFileSync(join(data, 'ingest', readdirSync(join(data, 'ingest'))[0] ?? ''), '{"path":"a.md","sizeBy');
  expect(open().all()).toEqual([entry('a.md', { id: 'd1' }), entry('b.md', { id: 'd2' })]);
  expect(open('another stack').all()).toEqual([]);
});
