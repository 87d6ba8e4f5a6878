import { english, oneOf, withAcronyms } from '@docmind/language';

const { tokenise, stem, questionStopWords } = english.words;
const { isName } = english.values;
/** A longer one is a sentence, and no name of a row or a column. */
const LONGEST_NAME = 12;
const opensUnit = oneOf('([');
const MONEY: ReadonlySet<string> = new Set('AUD CAD CHF CNY CZK DKK EUR GBP HUF INR JPY NOK NZD PLN SEK USD £ $ €'.split(' '));

/** Of words, the end not included. */
interface Place {
  readonly start: number;
  readonly end: number;
}

/** The stems of a name of a row or a column, without its unit: "Price (EUR)" and "Price EUR" are asked for as "price". */
function nameWords(name: string): string[] {
  const unit = [...name].findIndex((char, at) => at > 0 && opensUnit(char));
  const words = meaningful(unit === -1 ? name : [...name].slice(0, unit).join(''));
  if (words.length > LONGEST_NAME) return [];
  return (words.length > 1 && isMoney(words.at(-1)?.surface) ? words.slice(0, -1) : words).map(({ lower }) => stem(lower));
}

function isMoney(word = ''): boolean {
  return MONEY.has(word);
}

function meaningful(text: string) {
  return withAcronyms(tokenise(text), questionStopWords).filter(({ lower }) => !questionStopWords.has(lower));
}

/** Which of a table's names a question says word by word, and whether it says more than them: a "full service" is no "service". */
export class AskedNames {
  private readonly tokens;
  private readonly stems: readonly string[];
  private readonly starts = new Map<string, number[]>();
  /** Where each name is said, not as a part of a longer one. */
  private readonly said: ReadonlyMap<string, readonly Place[]>;
  /** Places of words that belong to a name. */
  private readonly covered: ReadonlySet<number>;
  private readonly title: ReadonlySet<string>;

  /** @param title what the table stands under */
  constructor(question: string, names: readonly string[], title: string) {
    this.tokens = meaningful(question);
    this.stems = this.tokens.map(({ lower }) => stem(lower));
    for (const [at, word] of this.stems.entries()) {
      const starts = this.starts.get(word);
      if (starts) starts.push(at);
      else this.starts.set(word, [at]);
    }
    this.title = new Set(tokenise(title).map(({ lower }) => stem(lower)));
    const found = [...new Set(names)].map((name) => [name, this.placesOf(nameWords(name))] as const);
    const longest = longestAt(found.flatMap(([, places]) => places));
    const isWhole = (place: Place): boolean => range(place.start, place.end).every((at) => longest.get(at) === lengthOf(place));
    this.said = new Map(found.map(([name, places]) => [name, places.filter(isWhole)]));
    this.covered = new Set([...this.said.values()].flat().flatMap(({ start, end }) => range(start, end)));
  }

  /** Said alone, beside words that only ask and other names. */
  names(name: string): boolean {
    return this.placesSaid(name).some(({ start, end }) => this.saysNoMore(start - 1) && this.saysNoMore(end));
  }

  /** Said, perhaps with a word that makes it another thing. */
  mentions(name: string): boolean {
    return this.placesSaid(name).length > 0;
  }

  /** Says a word of these names, and none of them whole: "Model Y" beside "Model 3" and "Model S". */
  isLike(names: readonly string[]): boolean {
    return names.flatMap(nameWords).some((word) => this.starts.get(word)?.some((at) => !this.covered.has(at)));
  }

  /** A name or a number that neither the table nor what it stands under has. */
  get holdsOthers(): boolean {
    return this.tokens.some((token, at) => (isName(token) || /^\d/u.test(token.lower)) && !this.isKnown(at));
  }

  private placesSaid(name: string): readonly Place[] {
    return this.said.get(name) ?? [];
  }

  private placesOf(words: readonly string[]): Place[] {
    const [first] = words;
    if (first === undefined) return [];
    const starts = this.starts.get(first) ?? [];
    return starts
      .filter((start) => words.every((word, at) => this.stems[start + at] === word))
      .map((start) => ({ start, end: start + words.length }));
  }

  private saysNoMore(at: number): boolean {
    const token = this.tokens[at];
    return token === undefined || this.isKnown(at) || english.questions.asksOnly(token.lower);
  }

  private isKnown(at: number): boolean {
    return this.covered.has(at) || this.title.has(this.stems[at] ?? '');
  }
}

/** Of each word that is in a name, how long the longest is. */
function longestAt(places: readonly Place[]): ReadonlyMap<number, number> {
  const longest = new Map<number, number>();
  for (const place of places)
    for (const at of range(place.start, place.end)) longest.set(at, Math.max(longest.get(at) ?? 0, lengthOf(place)));
  return longest;
}

const lengthOf = ({ start, end }: Place): number => end - start;
const range = (start: number, end: number): number[] => Array.from({ length: end - start }, (_, at) => start + at);
