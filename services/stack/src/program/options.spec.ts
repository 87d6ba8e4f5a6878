import { describe, expect, it } from 'vitest';
import { httpAddress } from './options.js';

describe('an address of the command line', () => {
  it('is taken without its last slash', () => expect(httpAddress('http://127.0.0.1:8080/')).toBe('http://127.0.0.1:8080'));

  it.each(['foo', '127.0.0.1:8080', 'ftp://here', ''])('is refused, with one that would be right: %j', (given) => {
    expect(() => httpAddress(given)).toThrow('An address is right, such as http://127.0.0.1:8080');
  });
});
