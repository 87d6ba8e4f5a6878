import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Standing } from '@docmind/language';
import { repositoryRoot } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { routeQuestion } from '../agents/router.policy.js';
import { believedRewriting, earlierTurnOf, standaloneQuestion } from './standalone.policy.js';

interface Phrasing {
  readonly half: 'fit' | 'unseen';
  readonly kind: string;
  readonly said: string;
  readonly earlier?: string[];
  readonly answer?: string;
  readonly has?: string[];
  readonly hasnt?: string[];
}

const phrasings = readFileSync(join(repositoryRoot(), 'bench/phrasings/phrasings.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Phrasing);

const user = (content: string) => ({ role: 'user' as const, content });
const assistant = (content: string) => ({ role: 'assistant' as const, content });

function standalone({ said, earlier = [], answer = '' }: Phrasing): Standing {
  const turns = earlier.flatMap((question, at) => [user(question), assistant(at === earlier.length - 1 ? answer : '')]);
  return standaloneQuestion(said, earlierTurnOf(turns));
}

function isRight(phrasing: Phrasing): boolean {
  const { is, text } = standalone(phrasing);
  const { route } = routeQuestion(text);
  if (phrasing.kind === 'small-talk') return route === 'small_talk';
  const words = new Set(text.toLowerCase().split(/[^\p{L}\p{N}-]+/u));
  const { has = [], hasnt = [] } = phrasing;
  const isMeant = phrasing.kind !== 'stands-alone' || is === 'alone';
  return route === 'documents' && isMeant && has.every((word) => words.has(word)) && !hasnt.some((word) => words.has(word));
}

/** What the rules miss of the half that they were not written for; see docs/conversations.md. */
const UNSEEN_MISSED = 3;

describe('a follow-up stands alone', () => {
  const talked = phrasings.filter(({ kind }) => !kind.includes('collection'));
  it.each(talked.filter(({ half }) => half === 'fit'))('$said', (phrasing) => expect(isRight(phrasing)).toBe(true));

  it('in most phrasings that the rules were not written for', () => {
    const missed = talked.filter(({ half }) => half === 'unseen').filter((phrasing) => !isRight(phrasing));
    expect(missed.length).toBeLessThanOrEqual(UNSEEN_MISSED);
  });

  it.each([
    [['How much is a tyre change for the Model 3?'], 'And a service?', 'How much is a service for the Model 3?'],
    [
      ['How much is a tyre change for the Model 3?', 'And a service?'],
      'What about a windscreen replacement?',
      'How much is a windscreen replacement for the Model 3?',
    ],
    [['How much is a tyre change for the Model 3?'], 'And a service for the Model S?', 'How much is a service for the Model S?'],
    [
      ['What is the code of the chapel door in Hythe?'],
      'And the code of the harbour door in Hythe?',
      'What is the code of the harbour door in Hythe?',
    ],
    [['What is the code of the chapel door in Hythe?'], 'And in Brome?', 'What is the code of the chapel door in Brome?'],
    [['How long are daily snapshots kept?'], 'And the weekly ones?', 'How long are weekly snapshots kept?'],
    [['How long are daily snapshots kept?'], 'Where are they stored?', 'Where are daily snapshots stored?'],
    [['How long are daily snapshots kept?'], 'And who tests restores?', 'who tests restores?'],
  ])('%j %s', (earlier, said, expected) => {
    expect(standaloneQuestion(said, earlierTurnOf(earlier.flatMap((question) => [user(question), assistant('')]))).text).toBe(expected);
  });

  it.each([
    [['Who is the landlord?'], 'And the tenant?', { is: 'rewritten', text: 'Who is the tenant?' }],
    [['Who is the landlord?'], 'And the term?', { is: 'guessed', text: 'What is the term?' }],
    [['Who is the chair?'], 'What about breakfast?', { is: 'guessed', text: 'What is breakfast?' }],
    [['Who is the chair?'], 'And Kim?', { is: 'rewritten', text: 'Who is Kim?' }],
    [['Who won the war?'], 'What documents do you have?', { is: 'alone', text: 'What documents do you have?' }],
  ])('with a question word that fits: %j %s', (earlier, said, expected) => {
    expect(standaloneQuestion(said, earlierTurnOf(earlier.flatMap((question) => [user(question), assistant('')])))).toEqual(expected);
  });

  it.each([
    [['Wie hoch ist die Miete?'], 'Und die Kaution?', 'Wie hoch ist die Kaution?'],
    [['Was kostet das Zimmer im Sommer?'], 'Und im Winter?', 'Was kostet das Zimmer im Winter?'],
    [['Wann wurde das Bootshaus gebaut?'], 'Und der Steg?', 'Wann wurde der Steg gebaut?'],
    [['Wie hoch ist die Miete?', 'Und die Kaution?'], 'Und der Preis?', 'Wie hoch ist der Preis?'],
    [['Wie hoch ist die Kaution?'], 'Wann bekomme ich sie zurück?', 'Wie hoch ist die Kaution, und wann bekomme ich sie zurück?'],
    [['Combien coûte le badge ?'], 'Et la clé ?', 'Combien coûte la clé ?'],
    [['Quand ouvre la piscine en été ?'], 'Et en hiver ?', 'Quand ouvre la piscine en hiver ?'],
    [['¿Cuánto cuesta la llave?'], '¿Y la fianza?', '¿Cuánto cuesta la fianza?'],
    [['¿Cuándo abre la piscina en julio?'], '¿Y en septiembre?', '¿Cuándo abre la piscina en septiembre?'],
    [['房租是多少？'], '那押金呢？', '押金是多少？'],
    [['家賃はいくらですか。'], '保証金は？', '保証金はいくらですか。'],
    [['Wie hoch ist die Miete?'], 'Wer verwahrt den Schlüssel?', 'Wer verwahrt den Schlüssel?'],
    [['Wie hoch ist die Miete?'], 'Gibt es einen Aufzug?', 'Gibt es einen Aufzug?'],
    [['Wie hoch ist die Miete?'], 'Ist es erlaubt, im Hof zu grillen?', 'Ist es erlaubt, im Hof zu grillen?'],
    [['Wie hoch ist die Miete?'], 'Aber das stimmt nicht.', 'Aber das stimmt nicht.'],
    [['Wo steht das Bootshaus?'], 'Wann wurde es gebaut?', 'Wo steht das Bootshaus, und wann wurde es gebaut?'],
    [['Combien coûte le badge ?'], 'Y a-t-il un ascenseur ?', 'Y a-t-il un ascenseur ?'],
    [['Combien coûte le badge ?'], 'Faut-il une clé pour la cave ?', 'Faut-il une clé pour la cave ?'],
    [['Combien coûte le badge ?'], 'Quand le bail se termine-t-il ?', 'Quand le bail se termine-t-il ?'],
    [['Combien coûte le badge ?'], "Où l'ascenseur se trouve-t-il ?", "Où l'ascenseur se trouve-t-il ?"],
    [['Quel est le préavis ?'], 'Quand commence-t-il ?', 'Quel est le préavis, et quand commence-t-il ?'],
    [['¿Cuánto cuesta la llave?'], '¿Qué es lo que cubre el seguro?', '¿Qué es lo que cubre el seguro?'],
    [['¿Cuánto cuesta la llave?'], '¿Dónde lo puedo pagar?', '¿Cuánto cuesta la llave, y dónde lo puedo pagar?'],
    [['Wie hoch ist die Miete?'], 'Who keeps the key?', 'Who keeps the key?'],
    [['What does code E7 mean?'], 'Wann beginnt die Ruhezeit?', 'Wann beginnt die Ruhezeit?'],
    [['When is the deposit paid?'], 'Qui répare la chaudière ?', 'Qui répare la chaudière ?'],
    [['When is the deposit paid?'], '¿Cuánto cuesta la plaza?', '¿Cuánto cuesta la plaza?'],
  ])('in its own language: %j %s', (earlier, said, expected) => {
    expect(standaloneQuestion(said, earlierTurnOf(earlier.flatMap((question) => [user(question), assistant('')]))).text).toBe(expected);
  });

  it.each([
    [['Was kostet das Zimmer?'], 'Na und?', { is: 'alone', text: 'Na und?' }],
    [['Was zahlen Erwachsene im Monat?'], 'Ach so?', { is: 'alone', text: 'Ach so?' }],
    [['Combien coûte la clé ?'], 'Et alors ?', { is: 'alone', text: 'Et alors ?' }],
    [['¿Cuánto cuesta la llave?'], '¿Y qué?', { is: 'alone', text: '¿Y qué?' }],
    [['Wie hoch ist die Miete?'], 'Was ist mit der Kaution?', { is: 'rewritten', text: 'Wie hoch ist die Kaution?' }],
    [['¿Cuándo abre la piscina?'], '¿Y los domingos?', { is: 'guessed', text: '¿Cuándo abre la piscina, y los domingos?' }],
    [['Qui dirige le club ?'], 'Et le trésorier ?', { is: 'guessed', text: 'Qui dirige le trésorier ?' }],
    [['When does the pool open?'], 'So what?', { is: 'alone', text: 'So what?' }],
    [['Who is the chair?'], 'How much is it to borrow a towel?', { is: 'alone', text: 'How much is it to borrow a towel?' }],
    [['How much is a towel?'], 'Is it allowed to smoke?', { is: 'alone', text: 'Is it allowed to smoke?' }],
    [['How much is a towel?'], 'Who runs the bar and when does it open?', { is: 'alone', text: 'Who runs the bar and when does it open?' }],
    [['Who leads the club?'], 'Do dogs need their papers?', { is: 'alone', text: 'Do dogs need their papers?' }],
    [['When does the pool open?'], 'Is it open on Sundays?', { is: 'rewritten', text: 'Is the pool open on Sundays?' }],
  ])('only where the rules are sure: %j %s', (earlier, said, expected) => {
    expect(standaloneQuestion(said, earlierTurnOf(earlier.flatMap((question) => [user(question), assistant('')])))).toEqual(expected);
  });

  it('of a person that the answer before named', () => {
    const turns = [user('Who leads support?'), assistant('Mira Patel leads support.')];
    expect(standaloneQuestion('How long has she worked here?', earlierTurnOf(turns)).text).toBe('How long has Mira Patel worked here?');
  });

  it('and of a long turn before it only the last question counts', () => {
    const long = user(`${'The pump was loud again today. '.repeat(1_000)}How long is the warranty of the pump?`);
    expect(earlierTurnOf([long])).toEqual({ question: 'How long is the warranty of the pump?' });
    expect(earlierTurnOf([user('x'.repeat(200_000))])).toEqual({ question: '' });
    expect(standaloneQuestion('And the valve?', earlierTurnOf([user('x'.repeat(200_000))])).text).toBe('the valve?');
  });
});

describe('a rewriting of the model', () => {
  const turn = { question: 'How long is the warranty on the washing machine?', answer: 'Two years.' };
  const believed = (written: string) => believedRewriting(written, 'what about the dryer', turn);

  it('is believed where it holds what was said, something of what was said before, and nothing else', () => {
    expect(believed('"How long is the warranty on the dryer?"\nUser:')).toBe('How long is the warranty on the dryer?');
  });
  it.each([
    'How long is the warranty on the washing machine?',
    'How long is the warranty on the dryer',
    'What is a dryer?',
    'Is the dryer under the Bosch warranty?',
    'Does it have the dryer warranty?',
    '',
  ])('is not believed: %s', (written) => expect(believed(written)).toBeUndefined());
});
