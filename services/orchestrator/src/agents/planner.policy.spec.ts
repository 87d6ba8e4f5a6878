import { describe, expect, it } from 'vitest';
import { readPlan, splitQuestion } from './planner.policy.js';
import { isComplex } from './router.policy.js';

describe('splitQuestion', () => {
  it('splits two questions joined by and', () => {
    expect(splitQuestion('What is the port of the cache and how long are snapshots kept?')).toEqual([
      'What is the port of the cache?',
      'how long are snapshots kept?',
    ]);
  });
  it.each([
    ['Wann öffnet das Bad und was kostet der Eintritt?', ['Wann öffnet das Bad?', 'was kostet der Eintritt?']],
    ['Wann öffnet das Bad und wann schließt es?', ['Wann öffnet das Bad?', 'Wann öffnet das Bad: wann schließt es?']],
    ['Quand ouvre la piscine et combien coûte le billet ?', ['Quand ouvre la piscine?', 'combien coûte le billet ?']],
    ['¿Cuándo abre la piscina y cuánto cuesta la entrada?', ['¿Cuándo abre la piscina?', 'cuánto cuesta la entrada?']],
  ])('and by the words of their language: %s', (question, parts) => {
    expect(isComplex(question)).toBe(true);
    expect(splitQuestion(question)).toEqual(parts);
  });
  it.each(['Was kosten Sauna und Bad?', 'Wo liegen Schere und Papier?', 'Où sont la clé et le badge ?', '¿Qué llevan el pan y la sopa?'])(
    'but not two things: %s',
    (question) => {
      expect(isComplex(question)).toBe(false);
      expect(splitQuestion(question)).toBeUndefined();
    },
  );
  it('gives a part that refers back its subject', () => {
    expect(splitQuestion('Who owns the backup plan? How long is it valid?')).toEqual([
      'Who owns the backup plan?',
      'Who owns the backup plan: How long is it valid?',
    ]);
  });
  it.each([
    ['Compare the daily snapshots with weekly snapshots', ['daily snapshots?', 'weekly snapshots?']],
    ['What is the difference between Redis and SQLite?', ['Redis?', 'SQLite?']],
    ['vLLM vs llama.cpp', ['vLLM?', 'llama.cpp?']],
  ])('takes the two sides of "%s"', (question, expected) => {
    expect(splitQuestion(question)).toEqual(expected);
  });
  it('never makes more than three', () => {
    expect(splitQuestion('What is alpha? What is beta? What is gamma? What is delta?')).toHaveLength(3);
  });
  it('admits when it cannot', () => {
    expect(splitQuestion('Tell me everything about backups and ports')).toBeUndefined();
  });
});

describe('readPlan', () => {
  const planned = (...questions: unknown[]) => JSON.stringify({ questions });
  it('reads what the schema allows', () => {
    const plan = planned('What is the port?', 'Who owns backups');
    expect(readPlan(plan, 'the port and the owner of backups')).toEqual(['What is the port?', 'Who owns backups?']);
  });
  it.each([
    ['prose', 'I cannot do that.'],
    ['half of it', '{"questions": ["What is the'],
    ['other fields', '{"steps": ["What is the port?", "Who owns backups?"]}'],
    ['other values', planned(1, 2)],
    ['too many', planned('a port?', 'b port?', 'c port?', 'd port?')],
    ['one part', planned('What is the port?')],
    ['what nobody asked', planned('Who is Napoleon?', 'What is cheese?')],
  ])('falls back to the question for %s', (_case, text) => {
    expect(readPlan(text, 'backups and ports')).toEqual(['backups and ports']);
  });
});
