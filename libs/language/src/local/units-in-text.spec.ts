import { growsTooFast } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { unitsAsked, unitsIn } from './units-in-text.js';

const plain = (units: ReadonlyMap<string, ReadonlySet<string>>) => Object.fromEntries([...units].map(([kind, all]) => [kind, [...all]]));

describe('units', () => {
  it.each([
    ['The fare is 14 € for 3 km.', { money: ['euro'], length: ['km'] }],
    ['It holds 2 l and weighs 800 g.', { weight: ['gram'], volume: ['liter'] }],
    ['Price (USD): 12', { money: ['dollar'] }],
    ['Der Weg ist zwei Meilen lang.', { length: ['mile'] }],
    ['Wait for 20 minutes in the hall.', {}],
  ])('of a text: %s', (text, expected) => expect(plain(unitsIn(text))).toEqual(expected));

  it.each([
    ['How many gallons does the barrel hold?', { volume: ['gallon'] }],
    ['What is the fine in Swiss francs?', { money: ['franc'] }],
    ['How hot is it in degrees Fahrenheit?', { temperature: ['fahrenheit'] }],
    ['¿Cuántas millas hay hasta el faro?', { length: ['mile'] }],
    ['Who keeps the key to the yard?', {}],
    ['How many guests may come?', {}],
  ])('that are asked for: %s', (question, expected) => expect(plain(unitsAsked(question))).toEqual(expected));

  it('are read in time that grows with the text', () => {
    expect(growsTooFast(unitsIn, (size) => '5 m in '.repeat(size / 7))).toBe(false);
    expect(growsTooFast(unitsAsked, (size) => 'in us '.repeat(size / 6))).toBe(false);
  });
});
