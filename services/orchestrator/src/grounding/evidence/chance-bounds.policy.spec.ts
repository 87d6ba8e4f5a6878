import { describe, expect, it } from 'vitest';
import { passage } from '../passages.fixture.js';
import { candidatesOf } from './candidates.policy.js';
import { boundOf } from './chance-bounds.policy.js';
import { forQuestion } from './table-cells.policy.js';
import { askedWordsOf, passageStems, wordEvidence } from './word-evidence.policy.js';

const PLANS = 'Plan | Monthly fee | Shelves\nStarter | 28 | 1\nRegular | 46 | 2';

const PLOTS = '| Size | Rent per year (EUR) |\n| --- | --- |\n| Half plot | 35 |\n| Full plot | 60 |';
const BAYS = '| Bay | Flat | Tenant |\n| --- | --- | --- |\n| 12 | 4 | Adaeze Obi |\n| 13 | 12 | |\n| 14 | 9 | Jonas Wirth |';

/** What becomes of a chance of 0.5 where 0.2 is the threshold. */
function bounded(question: string, text: string): number | undefined {
  const all = candidatesOf([passage(text, { heading: 'Membership' })]);
  const candidate = forQuestion(question, all).candidates.at(-1);
  if (candidate === undefined) return undefined;
  const asked = askedWordsOf(question);
  return boundOf(asked, candidate, wordEvidence(asked, candidate, passageStems(candidate.passage, asked)))(0.5, 0.2);
}

describe('the chance of a sentence', () => {
  it.each([
    ['why without a reason', 'Why are lead glazes banned?', 'Lead glazes are banned.'],
    ['who without anybody', 'Who rejected the proposal?', 'The proposal was rejected.'],
    ['who with a capital at the beginning only', 'Who may delete weekly snapshots?', 'Weekly snapshots are kept for a year.'],
    ['when with figures that are no year', 'When is Denise in the office?', 'Denise sits in room 110, extension 3010.'],
    [
      'a code without one',
      'What is the alarm code of the boathouse?',
      'The alarm code of the boathouse is changed every Friday by Greta Holm.',
    ],
    ['who by a title', 'Qui est le maire de Valmont ?', 'Règlement intérieur de la piscine municipale de Valmont'],
    ['how many without a number', 'How many stairs are there?', 'The stairs are steep.'],
  ])('is hardly any: %s', (_case, question, text) => expect(bounded(question, text)).toBe(0.02));

  it('is not believed of a row that lacks a word of the question', () => {
    expect(bounded('What is the cheapest plan?', PLANS)).toBe(0.2);
  });

  it('stays where the sentence may answer', () => {
    expect(bounded('Why are lead glazes banned?', 'Lead glazes are banned because they are toxic.')).toBe(0.5);
    expect(bounded('Where do the masks hang?', 'Masks hang beside the door.')).toBe(0.5);
  });

  it.each([
    ['Wann wurde das Bootshaus gebaut?', 'Das Bootshaus ist aus Lärchenholz und hat ein Dach aus Blech.', 0.02],
    ['Wann wurde das Bootshaus gebaut?', 'Das Bootshaus wurde 1962 aus Lärchenholz gebaut und hat ein Dach aus Blech.', 0.5],
    ['When does the lease end?', 'Either party may end the lease with three months’ notice.', 0.02],
    ['When does the lease end?', 'The lease ends on 31 March, and either party may give notice.', 0.5],
    ['When does the quiet time begin?', 'Die Nachtruhe beginnt nach dem Läuten der Glocke und gilt im ganzen Haus.', 0.5],
    ['Quand le bail se termine-t-il ?', 'Le préavis est de trois mois pour les deux parties.', 0.02],
    ['¿Quién guarda la llave del garaje?', 'La llave del garaje es de latón y abre las dos puertas.', 0.02],
  ])('goes by the signs of its language: %s %s', (question, text, chance) => expect(bounded(question, text)).toBe(chance));

  it('of a cell is high where its row and column name all that is asked, also what the row is one of', () => {
    expect(bounded('What is the monthly fee of the Regular plan?', PLANS)).toBe(0.9);
    expect(bounded('What does the Regular membership cost as a monthly fee?', PLANS)).toBe(0.9);
    expect(bounded('What was the monthly fee of the Regular plan before the strike?', PLANS)).toBe(0.5);
  });

  it('of the one cell of a row that is named is high where nothing else is asked, and low where something is', () => {
    expect(bounded('How much is a half plot?', PLOTS)).toBe(0.9);
    expect(bounded('How much is the deposit for a half plot?', PLOTS)).toBe(0.2);
    expect(bounded('Who owns the half plot?', PLOTS)).toBe(0.02);
  });

  it.each([
    ['How many gallons does the barrel hold?', 'The barrel holds 30 litres.', 0.02],
    ['How many litres does the barrel hold?', 'The barrel holds 30 litres.', 0.5],
    ['What is the fine in dollars?', 'The fine is 12 euros.', 0.02],
    ['What is the fine in dollars?', 'The fine is 12 euros (13 dollars).', 0.5],
    ['Wie viele Meilen hat der Weg?', 'Der Weg hat 14 Kilometer und endet am See.', 0.02],
    ['How many hours is the way?', 'The way takes 90 minutes for 5 km.', 0.5],
  ])('is hardly any in other units than are asked for: %s %s', (question, text, chance) => expect(bounded(question, text)).toBe(chance));

  it('of a cell is high where its row and column are asked for in other words, and of no neighbour', () => {
    const vans =
      'Van | Fee per hour | Fee per day | Load | Deposit\nSparrow (short) | 14 | 80 | 600 kg | 150\nGoose (long) | 19 | 110 | 900 kg | 250';
    expect(bounded('What does the Goose cost per hour?', vans)).toBe(0.9);
    expect(bounded('daily price of the long van', vans)).toBe(0.9);
    expect(bounded('How much do we pay to rent the Sparrow for a day?', vans)).toBe(0.9);
    for (const other of [
      'What does the Goose cost per week?',
      'What does it cost to clean the Goose for a day?',
      'What does the Goose weigh?',
    ])
      expect(bounded(other, vans) ?? 0, other).toBeLessThan(0.5);
  });

  it('of a cell that holds nobody is hardly any where somebody is asked for', () => {
    expect(bounded('Who is the tenant of bay 12?', BAYS)).toBe(0.9);
    expect(bounded('Who is in the flat of bay 13?', BAYS)).toBe(0.02);
  });
});
