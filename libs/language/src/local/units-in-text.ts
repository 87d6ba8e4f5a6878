// In which units amounts are said and asked for, in the languages that are known. Time is left out: ninety minutes answer who asks for hours.
import { SHORT_UNITS, UNITS } from '../english/numbers/units.js';
import { byFirstWord, wordLines } from '../text/word-lists.js';

/** Units that measure the same. A pound is money or a weight. */
const KINDS: readonly (readonly [string, readonly string[]])[] = [
  ['money', ['dollar', 'euro', 'franc', 'pound', 'rupee', 'yen']],
  ['length', ['cm', 'foot', 'inch', 'km', 'meter', 'mile', 'mm', 'yard']],
  ['weight', ['gram', 'kg', 'lb', 'mg', 'ounce', 'pound', 'ton']],
  ['volume', ['gallon', 'liter', 'ml']],
  ['temperature', ['celsius', 'fahrenheit', 'kelvin']],
  ['speed', ['kmh', 'mph']],
];
/** In German, French and Spanish, where they are no English words as well. */
const LOCAL = byFirstWord(
  wordLines(`
  dollar dólar dólares
  foot fuss fuß pie pieds pies
  franc franken francos
  gallon gallonen galones
  gram gramm gramme grammes gramo gramos
  inch pouces pulgadas zoll
  kg kilogramm kilogrammes kilos
  km kilomètre kilomètres kilometern kilómetro kilómetros
  liter litern litro litros
  meter metern metro metros mètre mètres
  mile meile meilen milla millas milles
  ounce onces onzas unzen
  pound libra libras livres pfund`),
);
const WORD = /(\d\s?)?([$£¥€₹]|°?\p{L}+)/gu;
/** "How many gallons", "in US dollars", "wie viele Meilen", "en libras". */
const ASKED =
  /(?<!\p{L})(?:how many|in|wie viele?|combien de|en|cu[aá]nt[oa]s)\s+(?:(?:us|british|swiss|canadian|degrees?|grad|degrés|grados)\s+)*(°?\p{L}+)/giu;

type UnitsByKind = ReadonlyMap<string, ReadonlySet<string>>;

/** The units of the amounts in a text, by what they measure. */
export function unitsIn(text: string): UnitsByKind {
  return byKind([...text.matchAll(WORD)].map(([, digit, word = '']) => unitOf(word, digit !== undefined)));
}

/** Those that the answer is asked for in. */
export function unitsAsked(question: string): UnitsByKind {
  return byKind([...question.matchAll(ASKED)].map(([, word = '']) => unitOf(word, false)));
}

function unitOf(word: string, isAfterFigure: boolean): string | undefined {
  const lower = word.toLowerCase();
  const unit = UNITS.get(lower) ?? LOCAL.get(lower) ?? (isAfterFigure && lower !== 'in' ? SHORT_UNITS.get(lower) : undefined);
  return unit === 'lb' ? 'pound' : unit;
}

function byKind(units: readonly (string | undefined)[]): UnitsByKind {
  const said = new Set(units);
  const kinds = KINDS.map(([kind, members]) => [kind, new Set(members.filter((unit) => said.has(unit)))] as const);
  return new Map(kinds.filter(([, members]) => members.size > 0));
}
