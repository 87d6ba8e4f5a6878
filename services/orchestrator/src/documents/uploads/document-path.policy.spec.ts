import { describe, expect, it } from 'vitest';
import { documentPathOf } from './document-path.policy.js';

describe('documentPathOf', () => {
  it.each([
    ['2024/invoice.md', 'x.md', '2024/invoice.md'],
    ['./2024/invoice.md', 'x.md', '2024/invoice.md'],
    ['2024\\invoice.md', 'x.md', '2024/invoice.md'],
    ['cafe\u0301/u\u0308ber.md', 'x.md', 'caf\u00e9/\u00fcber.md'],
    [undefined, 'dir/backups.md', 'backups.md'],
    [undefined, 'C:\\dir\\backups.md', 'backups.md'],
    [undefined, 'u\u0308ber\u0007.md', '\u00fcber.md'],
  ])('of path %s and name %s is %s', (path, name, expected) => {
    expect(documentPathOf(path, name)).toBe(expected);
  });

  it.each([
    ['/etc/passwd', 'x.md', 'must be relative'],
    ['a/../../x.md', 'x.md', 'must be relative'],
    ['a//x.md', 'x.md', 'must be relative'],
    ['a/./x.md', 'x.md', 'must be relative'],
    ['', 'x.md', 'must be relative'],
    [`${'a/'.repeat(600)}x.md`, 'x.md', 'has 1204 characters'],
    ['\u0301\u0323'.repeat(100_000), 'x.md', 'has 200000 characters'],
    [undefined, '', 'needs a file name'],
    [undefined, '..', 'needs a file name'],
  ])('of path %s and name %s is refused', (path, name, problem) => {
    expect(() => documentPathOf(path, name)).toThrow(problem);
  });
});
