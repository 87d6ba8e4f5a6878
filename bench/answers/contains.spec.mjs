import { describe, expect, it } from 'vitest';
import { contains } from './contains.mjs';

describe('an answer contains', () => {
  it.each([
    ['The rent is £1,145 a month.', '1145'],
    ['Die Kaution beträgt 1.320 Pfund.', '1,320'],
    ['le prix est de 1 500 €', '1.500'],
    ['DREI  Monate', 'drei Monate'],
    ['14点开放', '14'],
    ['45p a mile', '45'],
    ['At 18:00.', '18'],
    ['Version 3.2.0.', '3.2.0'],
    ['Nein, das ist verboten.', 'nein'],
    ['いいえ、禁止です', '禁止'],
    ['12. 3 Personen', '3'],
  ])('%j has %j', (answer, wanted) => expect(contains(answer, wanted)).toBe(true));

  it.each([
    ['We know it.', 'no'],
    ['another 30', '3'],
    ['3.5 kg', '3'],
    ['2,3 kg', '3'],
    ['filter F3', '3'],
    ['£1,145', '145'],
    ['2.3 kg', '2.31'],
    ['Herrn Zieglers Büro', 'Ziegler'],
  ])('%j has no %j', (answer, wanted) => expect(contains(answer, wanted)).toBe(false));
});
