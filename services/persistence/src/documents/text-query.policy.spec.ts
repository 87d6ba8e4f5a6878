import { describe, expect, it } from 'vitest';
import { toFtsQuery } from './text-query.policy.js';

describe('toFtsQuery', () => {
  it('asks for any of the telling words, once each', () => {
    expect(toFtsQuery('How long are snapshots kept? Snapshots!')).toBe('"long" OR "snapshots" OR "kept"');
  });

  it('takes contractions and possessives for what they say', () => {
    expect(toFtsQuery("Why doesn't Tidewell's port open?")).toBe('"tidewell" OR "port" OR "open"');
  });

  it('keeps frequent words when there are no others', () => {
    expect(toFtsQuery('What is it?')).toBe('"what" OR "is" OR "it"');
  });

  it('leaves nothing that FTS5 would read as syntax', () => {
    expect(toFtsQuery('a" OR (heading:x) NEAR/2 * ^ - +')).toBe('"heading" OR "x" OR "near" OR "2"');
  });

  it('knows words of any script and finds none in punctuation', () => {
    expect(toFtsQuery('Größe 東京 ёлка')).toBe('"größe" OR "東京" OR "ёлка"');
    expect(toFtsQuery(' ?!… ')).toBeUndefined();
  });

  it('asks for pairs of letters where a script sets no spaces', () => {
    expect(toFtsQuery('押金是多少？')).toBe('"押金"');
    expect(toFtsQuery('保証金はいくらですか。')).toBe('"保証" OR "証金"');
    expect(toFtsQuery('車はありますか')).toBe('"車"*');
  });

  it('leaves out the little words of the language that is asked in', () => {
    expect(toFtsQuery('Wie hoch ist die Kaution für das Haus?')).toBe('"hoch" OR "kaution" OR "haus"');
  });

  it('bounds the number of words', () => {
    const long = Array.from({ length: 500 }, (_, index) => `word${index}`).join(' ');
    expect(toFtsQuery(long)?.split(' OR ')).toHaveLength(64);
  });
});
