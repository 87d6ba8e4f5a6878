import { describe, expect, it } from 'vitest';
import { chinese } from '../chinese/chinese.pack.js';
import {
  ABBREVIATIONS as GERMAN_ABBREVIATIONS,
  DENIALS as GERMAN_DENIALS,
  german,
  OPENERS,
  STOP_WORDS as GERMAN,
} from '../german/german.pack.js';
import * as frenchLists from '../french/french.pack.js';
import * as spanishLists from '../spanish/spanish.pack.js';
import * as chineseLists from '../chinese/chinese.pack.js';
import * as japaneseLists from '../japanese/japanese.pack.js';
import { french } from '../french/french.pack.js';
import { japanese } from '../japanese/japanese.pack.js';
import { spanish } from '../spanish/spanish.pack.js';
import { anyLanguage } from '../any-language.js';
import { packOf } from '../detection/pack-choice.js';

const LISTS: readonly (readonly [string, readonly string[]])[] = [
  ['German stop words', GERMAN],
  ['German denials', GERMAN_DENIALS],
  ['German abbreviations', GERMAN_ABBREVIATIONS],
  ['German openers', OPENERS],
  ...Object.entries({ frenchLists, spanishLists, chineseLists, japaneseLists }).flatMap(([name, { STOP_WORDS, DENIALS }]) => [
    [`${name} stop words`, STOP_WORDS] as const,
    [`${name} denials`, DENIALS] as const,
  ]),
];

describe('word lists', () => {
  it.each(LISTS)('%s hold each word once, in lower case', (_, list) => {
    expect(list.filter((word, at) => list.indexOf(word) !== at)).toEqual([]);
    expect(list.filter((word) => word !== word.toLowerCase())).toEqual([]);
  });
});

describe('packOf', () => {
  it.each([
    ['en', 'How long is the notice period?'],
    ['en', 'reset password'],
    ['en', 'What did the café in München serve?'],
    ['de', 'Wie lange ist die Kündigungsfrist?'],
    ['de', 'Kündigungsfrist beträgt drei Monate.'],
    ['de', 'Was kostet das Zimmer?'],
    ['de', 'Parken erlaubt?'],
    ['en', 'What was the rent?'],
    ['fr', 'Quel est le délai de préavis ?'],
    ['fr', "L'abonnement coûte 30 euros."],
    ['es', '¿Cuánto cuesta la fianza?'],
    ['es', 'La fianza es de 150 euros.'],
    ['zh', '押金是多少？'],
    ['ja', '保証金はいくらですか。'],
    ['ja', 'キャンセル料'],
  ])('reads as %s: %s', (tag, text) => expect(packOf(text).tag).toBe(tag));
});

describe('questions in one', () => {
  it.each([
    ["Qui dirige l'école et quand a lieu l'audition ?", 2],
    ['Combien coûte la clé et que faut-il payer ?', 2],
    ['Qui ferme la porte et qui ouvre la cour ?', 2],
    ['Quelle est la règle pour ceux qui arrivent tard et qui partent tôt ?', 1],
    ["Que se passe-t-il si je pars tôt et que le bail n'est pas fini ?", 1],
    ['Wann öffnet das Bad und was kostet der Eintritt?', 2],
  ])('%s', (text, count) => expect(anyLanguage.questions.parts(text)).toHaveLength(count));
});

describe('sentences', () => {
  it.each([
    ['Kündigungen sind zum 1. Mai möglich. Danach nicht mehr.', ['Kündigungen sind zum 1. Mai möglich.', 'Danach nicht mehr.']],
    ['Die Miete ist am 3. Werktag fällig, z.B. per Überweisung. Sie beträgt 720 Euro.', 2],
    ['Das Haus steht auf Seite 12. Danach kommt der Garten.', 2],
    ['Im 19. Jahrhundert war es die Nr. 5 in der Stadt.', 1],
    ['Le prix est de 30 euros, cf. art. 4. Il est dû le 1er mai.', 2],
    ['La Sra. Pérez paga 150 euros. ¿Cuándo los paga?', ['La Sra. Pérez paga 150 euros.', '¿Cuándo los paga?']],
    ['押金是150欧元。入住时支付！还有别的吗？', ['押金是150欧元。', '入住时支付！', '还有别的吗？']],
    ['保証金は「150ユーロ。」入居時に払います。', 2],
  ])('%s', (text, expected) => {
    const sentences = anyLanguage.sentences.split(text);
    if (typeof expected === 'number') expect(sentences).toHaveLength(expected);
    else expect(sentences).toEqual(expected);
  });
});

describe('words that carry meaning', () => {
  it.each([
    [german, 'Wie lang sind die Kündigungsfristen?', 'Die Kündigungsfrist beträgt drei Monate.', 1],
    [german, 'Wann öffnet das Schwimmbad?', 'Das Schwimmbad hat geöffnet.', 1],
    [french, 'Combien coûtent les abonnements ?', "L'abonnement coûte 30 euros.", 2],
    [spanish, '¿Cuánto cuestan las fianzas?', 'La fianza es de 150 euros.', 1],
    [chinese, '押金是多少？', '押金是150欧元。', 1],
    [japanese, '保証金はいくらですか。', '保証金は150ユーロです。', 1],
  ])('%# meet in a question and its answer', (pack, question, answer, least) => {
    const [asked, said] = [pack.words.contentWords(question), pack.words.contentWords(answer)];
    expect([...asked].filter((word) => said.has(word)).length).toBeGreaterThanOrEqual(least);
  });

  it('leave out little words where an index is asked', () => {
    expect(anyLanguage.words.searchTerms('Wie hoch ist die Kaution für das Haus?')).toEqual(['hoch', 'kaution', 'haus']);
    expect(anyLanguage.words.searchTerms('¿De cuánto es la fianza en El Nogal?')).toEqual(['fianza', 'nogal']);
  });
});

describe('denies', () => {
  it.each([
    ['Das Büro ist nicht geöffnet.', true],
    ['Das Büro hat die Tür geöffnet.', false],
    ["Ce n'est pas permis dans la salle.", true],
    ['La piscina no abre los lunes.', true],
    ['这里不能停车。', true],
    ['ここに駐車できません。', true],
    ['这里可以停车。', false],
  ])('%s: %s', (text, is) => expect(anyLanguage.guards.denies(text)).toBe(is));
});

describe('words in order', () => {
  it('are told apart by the language, and carry its names', () => {
    expect(french.words.tokenise("L'heure d'ouverture").map(({ lower }) => lower)).toEqual(['l', 'heure', 'd', 'ouverture']);
    expect(chinese.words.tokenise('押金是多少').length).toBeGreaterThan(1);
    const names = (text: string): string[] =>
      german.words
        .tokenise(text)
        .filter(german.values.isName)
        .map(({ surface }) => surface);
    expect(names('Der Hund frisst bei der DRK-Stelle den Knochen')).toEqual(['DRK-Stelle']);
  });
});
