import { describe, expect, it } from 'vitest';
import { cutProblems } from './cut-out.policy.js';
import { type Candidate, candidatesOf } from './evidence/candidates.policy.js';
import { passage } from './passages.fixture.js';

const said = (text: string): Candidate => candidatesOf([passage(text)])[0] as Candidate;
const PRESENT = said('Present: Miriam Okafor (chair), Tobias Renk (treasurer), Lucia Ferraro (secretary), Pavel Novák.');
const CREW = said('Aboard are Ines Vogt (first mate), Karl Brandt (mate), Juno Park (cook) and Ole Lund (second cook).');
const POSTS = said('Coach: Dana Whitlock; physio: Ravi Menon; kit: Saskia Boom.');
const GUARANTEE = said('The guarantee is 24 months for private customers and 12 months for commercial use.');
const FEE = said('The board raised the yearly fee from 85 to 96 euros.');
const KEYS = said('Tobias Renk handed the keys to Lucia Ferraro.');
const VERTRAG = said('Ansprechpartner: Frau Sattler (Vermietung), Herr Brehm (Hausmeister), Frau Demir (Buchhaltung).');
const RICE = said('Boil 1 litre of milk with 250 g of rice for 30 minutes.');

describe('a draft that is cut out of a sentence', () => {
  it.each([
    ['Miriam Okafor (chair)', PRESENT, 'Who is the secretary of the allotment association?'],
    ['Miriam Okafor', PRESENT, 'Who is the secretary?'],
    ['Pavel Novák', PRESENT, 'Who is the treasurer?'],
    ['Pavel Novák', PRESENT, 'Who keeps the money?'],
    ['Ines Vogt (first mate)', CREW, 'Who is the mate?'],
    ['Ole Lund (second cook)', CREW, 'Who is the cook?'],
    ['Juno Park (cook)', CREW, 'Who is the second cook?'],
    ['Dana Whitlock', POSTS, 'Who is the physio?'],
    ['24 months', GUARANTEE, 'How long is the guarantee for commercial use?'],
    ['85', FEE, 'What is the yearly fee?'],
    ['Tobias Renk', KEYS, 'Who has the keys?'],
    ['Frau Sattler', VERTRAG, 'Wer ist für die Buchhaltung zuständig?'],
    ['250 g', RICE, 'How much milk is needed?'],
  ])('is not shown where another part is asked for or nothing tells: "%s"', (draft, support, question) => {
    expect(cutProblems(draft, support, [question])).toHaveLength(1);
  });

  it.each([
    ['Lucia Ferraro (secretary)', PRESENT, 'Who is the secretary of the allotment association?'],
    ['Lucia Ferraro', PRESENT, 'Who is the secretary?'],
    ['Lucia Ferraro is the secretary.', PRESENT, 'Who is the secretary?'],
    ['Karl Brandt (mate)', CREW, 'Who is the mate?'],
    ['Ines Vogt (first mate)', CREW, 'Who is the first mate?'],
    ['Ravi Menon', POSTS, 'Who is the physio?'],
    ['12 months', GUARANTEE, 'How long is the guarantee for commercial use?'],
    ['12 months for commercial use', GUARANTEE, 'How long is the guarantee for commercial use?'],
    ['Frau Demir', VERTRAG, 'Wer macht die Buchhaltung?'],
    ['The fee was raised from 85 to 96 euros.', FEE, 'What is the yearly fee?'],
    [PRESENT.text, PRESENT, 'Who is the secretary?'],
  ])('is shown where its part is asked for: "%s"', (draft, support, question) => {
    expect(cutProblems(draft, support, [question])).toEqual([]);
  });

  it('answers one of several questions', () => {
    expect(cutProblems('Tobias Renk', PRESENT, ['Who is the secretary?', 'Who is the treasurer?'])).toEqual([]);
  });
});
