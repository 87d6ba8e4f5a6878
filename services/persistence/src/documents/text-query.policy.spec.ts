import { describe, expect, it } from 'vitest';
import { toTextTerms } from './text-query.policy.js';

/** A beginning with a star behind it. */
function asked(question: string): string[] {
  return toTextTerms(question).map(({ word, isPrefix }) => `${word}${isPrefix ? '*' : ''}`);
}

describe('toTextTerms', () => {
  it('asks for any of the telling words, once each', () => {
    expect(asked('How long are snapshots kept? Snapshots!')).toEqual(['long', 'snapshots', 'kept']);
  });

  it('takes contractions and possessives for what they say', () => {
    expect(asked("Why doesn't Tidewell's port open?")).toEqual(['tidewell', 'port', 'open']);
  });

  it('keeps frequent words when there are no others', () => {
    expect(asked('What is it?')).toEqual(['what', 'is', 'it']);
  });

  it('leaves nothing that an index would read as syntax', () => {
    expect(asked('a" OR (heading:x) NEAR/2 * ^ - +')).toEqual(['heading', 'x', 'near', '2']);
  });

  it('knows words of any script and finds none in punctuation', () => {
    expect(asked('Größe 東京 ёлка')).toEqual(['größe', '東京', 'ёлка']);
    expect(asked(' ?!… ')).toEqual([]);
  });

  it('asks for pairs of letters where a script sets no spaces', () => {
    expect(asked('押金是多少？')).toEqual(['押金']);
    expect(asked('保証金はいくらですか。')).toEqual(['保証', '証金']);
    expect(asked('車はありますか')).toEqual(['車*']);
  });

  it('leaves out the little words of the language that is asked in', () => {
    expect(asked('Wie hoch ist die Kaution für das Haus?')).toEqual(['hoch', 'kaution', 'haus']);
  });

  it('bounds the number of words', () => {
    const long = Array.from({ length: 500 }, (_, index) => `word${index}`).join(' ');
    expect(asked(long)).toHaveLength(64);
  });
});
