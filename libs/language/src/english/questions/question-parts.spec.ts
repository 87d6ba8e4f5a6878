import { describe, expect, it } from 'vitest';
import { asksSeveral, comparedThings, questionParts } from './question-parts.js';

describe('questionParts', () => {
  it.each([
    ['What is the port and how long are snapshots kept?', ['What is the port', 'how long are snapshots kept?']],
    ['What is it, or also where does it run?', ['What is it', 'where does it run?']],
    ['Who owns it; when was it bought?', ['Who owns it', 'when was it bought?']],
    ['What is it? why is it so?', ['What is it?', 'why is it so?']],
    ["Who leads support and what's the port?", ['Who leads support', "what's the port?"]],
  ])('%s', (text, parts) => expect(questionParts(text)).toEqual(parts));

  it.each(['How long are daily and weekly snapshots kept?', 'Is it on, and "is it off" a state?', 'Beside Watt, whose engine was it?', ''])(
    'leaves whole: %s',
    (text) => expect(questionParts(text)).toEqual([text]),
  );
});

describe('comparedThings', () => {
  it.each([
    ['Compare the daily snapshots with the weekly ones.', ['daily snapshots', 'weekly ones']],
    ['What are the differences between Redis and SQLite?!', ['Redis', 'SQLite']],
    ['Compare and contrast tea with coffee', ['tea', 'coffee']],
    ['vLLM vs. llama.cpp', ['vLLM', 'llama.cpp']],
    ['contrast A and B and C', ['A', 'B and C']],
  ])('%s', (text, sides) => expect(comparedThings(text)).toEqual(sides));

  it.each(['Compare prices', 'What is between A and B?', 'versus B', 'A versus', 'differences between and'])('none in: %s', (text) =>
    expect(comparedThings(text)).toBeUndefined(),
  );
});

describe('asksSeveral', () => {
  it.each([
    ['Do both run?', true],
    ['How long is it kept and who pays?', true],
    ['How long are daily and weekly snapshots kept?', false],
    ['What would you do? I am lost.', false],
  ])('%s %s', (text, expected) => expect(asksSeveral(text)).toBe(expected));
});
