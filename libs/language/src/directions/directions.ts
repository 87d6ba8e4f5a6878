// Who did it to whom: a sentence that says whom Rosa followed does not say who followed Rosa, though it has the same words. Of two relations the verbs
// that say them from either side are known, as lists of a language; what other verbs say is read by where the name stands.

/** One way to say a relation: which part those play that stand before it and behind it. */
export interface Way {
  readonly relation: string;
  readonly before: string;
  readonly behind: string;
  readonly said: RegExp;
  /** What who is marked as its source ("from", "von") or its goal ("to", "an") is, wherever it stands. */
  readonly source?: string;
  readonly goal?: string;
}

export interface DirectionWords {
  readonly ways: readonly Way[];
  /** "We", "us", "our": one party in all its forms. */
  readonly us: RegExp;
  /** Right before a name, with a title or an article between: what it comes from, or goes to. Where "of" is the same word, nothing is known by it. */
  readonly from?: RegExp;
  readonly to?: RegExp;
  /** Right before a name that neither does it nor has it done: "in March", "at Whitby". */
  readonly beside: RegExp;
  /** Right before a name to which it is done, on whichever side of the verb: "den". */
  readonly doneTo?: RegExp;
  /** Capitalised, and no name: "Frau", "Mrs". */
  readonly titles: RegExp;
}

/** Two more ways of a language that turns a verb round: "Ann trained Tom", "Tom was trained by Ann". */
export type OtherWays = (question: string) => readonly Way[];

interface Party {
  readonly pattern: RegExp;
}

/** As far back as "from" and "to" are looked for. */
const MARKED_CHARS = 24;
/** A longer text is read by its beginning. */
const READ_CHARS = 1_000;

type TurnedRound = (text: string) => boolean;

/**
 * Whether somebody of the question plays another part in what a text says of the same relation, and nowhere the same; undefined where nobody plays any. The
 * question is read once.
 */
export function directionReader(words: DirectionWords, otherWays: OtherWays = () => []): (question: string) => TurnedRound | undefined {
  return (question) => {
    const asked = question.slice(0, READ_CHARS);
    const all = [...words.ways, ...otherWays(asked)];
    const [party] = partiesIn(asked, words)
      .flatMap((one) => playing(one, asked, all, words))
      .sort((one, other) => one.distance - other.distance);
    if (party === undefined) return undefined;
    return (text) => isTurnedIn(party.own, partsOf(party, text.slice(0, READ_CHARS), all, words));
  };
}

/** A party that plays a part in the question, and how far from the verb it stands: the nearest is what the verb is about. */
function playing(party: Party, asked: string, ways: readonly Way[], words: DirectionWords): (Party & { own: Parts; distance: number })[] {
  const own = partsOf(party, asked, ways, words);
  if (own.size === 0) return [];
  const verbs = ways.flatMap(({ said }) =>
    [...asked.matchAll(new RegExp(said.source, 'giu'))].map(({ index, 0: verb }) => [index, index + verb.length]),
  );
  const places = [...asked.matchAll(party.pattern)].map(({ index, 0: name }) => [index, index + name.length]);
  const distances = verbs.flatMap(([from = 0, to = 0]) => places.map(([start = 0, end = 0]) => Math.max(start - to, from - end)));
  const distance = Math.min(...distances);
  // A word of the verb itself, as "Nachfolger" is, plays no part.
  return distance < 0 ? [] : [{ ...party, own, distance }];
}

type Parts = ReadonlyMap<string, ReadonlySet<string>>;

function isTurnedIn(asked: Parts, said: Parts): boolean {
  return [...asked].some(([relation, own]) => isTurned(own, said.get(relation)));
}

function isTurned(asked: ReadonlySet<string>, said: ReadonlySet<string> | undefined): boolean {
  return said !== undefined && [...asked].every((part) => !said.has(part));
}

/** Names within the question, each with all its words, and "we". */
function partiesIn(question: string, { us, beside, titles }: DirectionWords): Party[] {
  const parties = [...question.matchAll(/(?<=[\p{L}\p{N},.]\s)\p{Lu}\p{Ll}{2,}(?:[ -]\p{Lu}\p{Ll}{2,}){0,4}/gu)].flatMap(
    ({ 0: name, index }): Party[] => {
      const words = name.split(/[ -]/u).filter((word) => !titles.test(word));
      if (words.length === 0 || beside.test(question.slice(Math.max(0, index - MARKED_CHARS), index))) return [];
      return [{ pattern: new RegExp(String.raw`(?<!\p{L})(?:${words.join('|')})(?!\p{L})`, 'gu') }];
    },
  );
  return us.test(question) ? [...parties, { pattern: new RegExp(us.source, 'giu') }] : parties;
}

function partsOf(party: Party, text: string, ways: readonly Way[], words: DirectionWords): Map<string, Set<string>> {
  const parts = new Map<string, Set<string>>();
  const places = [...text.matchAll(party.pattern)].map(({ index }) => index);
  if (places.length === 0) return parts;
  const taken = new Set<number>();
  for (const way of ways) {
    const verb = [...text.matchAll(new RegExp(way.said.source, 'giu'))].find(({ index, 0: said }) => isFree(index, said.length, taken));
    if (verb === undefined) continue;
    for (let at = verb.index; at < verb.index + verb[0].length; at += 1) taken.add(at);
    const own = parts.get(way.relation) ?? new Set<string>();
    for (const place of places) own.add(partAt(place, verb.index, way, text, words));
    parts.set(way.relation, own);
  }
  return parts;
}

/** Of "replaced by" the "replaced" is read once, as the passive. */
function isFree(index: number, length: number, taken: ReadonlySet<number>): boolean {
  return length > 0 && !taken.has(index);
}

function partAt(place: number, verb: number, way: Way, text: string, words: DirectionWords): string {
  const mark = text.slice(Math.max(0, place - MARKED_CHARS), place);
  return partByMark(mark, way, words) ?? (place < verb ? way.before : way.behind);
}

function partByMark(mark: string, { source, goal, behind }: Way, { from, to, doneTo }: DirectionWords): string | undefined {
  const marks: readonly (readonly [string | undefined, RegExp | undefined])[] = [
    [source, from],
    [goal, to],
    [behind, doneTo],
  ];
  return marks.find(([part, word]) => part !== undefined && word?.test(mark))?.[0];
}

/** What stands between a verb and who does it: "replaced in 2021 by". */
export const within = String.raw`(?: [\p{L}\p{N},'’-]+){0,6}?`;

/** Whole words; "took it over from". */
export function saying(...patterns: readonly string[]): RegExp {
  return new RegExp(String.raw`(?<!\p{L})(?:${patterns.join('|')})(?!\p{L})`, 'iu');
}

/** Who comes later in an office or a place, before the verb or behind it. */
export const laterFirst = (said: RegExp): Way => ({ relation: 'succession', before: 'later', behind: 'earlier', source: 'earlier', said });
export const earlierFirst = (said: RegExp): Way => ({ relation: 'succession', before: 'earlier', behind: 'later', goal: 'later', said });
/** Who gives, whichever side of the verb it stands on unless it is marked. */
export const giverFirst = (said: RegExp): Way => ({
  relation: 'transfer',
  before: 'giver',
  behind: 'taker',
  goal: 'taker',
  source: 'giver',
  said,
});
export const takerFirst = (said: RegExp): Way => ({ relation: 'transfer', before: 'taker', behind: 'giver', source: 'giver', said });
