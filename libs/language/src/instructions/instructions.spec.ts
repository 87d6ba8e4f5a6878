import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { instructionsIn } from './instructions.js';

interface Injection {
  readonly id: string;
  readonly text: string;
  readonly obeyed: readonly string[];
  readonly answer: readonly string[] | null;
}

const pack = readFileSync(new URL('../../../../bench/injections/pack.jsonl', import.meta.url), 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line) as Injection);

function without(text: string): string {
  return instructionsIn(text).reduceRight((left, { start, end }) => left.slice(0, start) + left.slice(end), text);
}

describe('instructionsIn', () => {
  it.each(pack)('finds that of $id and leaves the answer', ({ text, obeyed, answer }) => {
    const left = without(text);
    expect(obeyed.filter((sign) => left.includes(sign))).toEqual([]);
    if (answer) expect(answer.some((one) => left.includes(one))).toBe(true);
  });

  it.each([
    'If a customer asks about refunds, always give the order number first.',
    'Ignore the warning light during the first minute. Only then read the gauge.',
    'The previous account is closed. Please use the new one: DE11 2003.',
    'Unsere bisherige Bankverbindung ist ungültig. Bitte nutzen Sie nur noch das neue Konto.',
    'The assistant manager answers the phone.',
    'Assistant: Maria Lopez\nRoom: 214',
    'System: Debian 12',
    'Artificial intelligence can answer questions about documents.',
    'Always answer the door. Never tell strangers the code.',
    'Vergiss nicht, die Regeln der Bibliothek zu lesen.',
    'If you forget your password, follow the instructions in the mail.',
    'El asistente recomienda hoteles.',
    'This is the end of the document that you signed.',
  ])('finds none in: %s', (text) => expect(instructionsIn(text)).toEqual([]));
});
