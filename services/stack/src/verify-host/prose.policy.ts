const PLACES = ['hall', 'yard', 'store', 'cellar', 'attic', 'dock', 'annex', 'studio'];
const SIDES = ['north', 'south', 'east', 'west'];
const THINGS = ['crate', 'lamp', 'ledger', 'engine', 'carpet', 'mirror', 'barrel', 'sextant', 'loom', 'anvil'];

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Plain sentences of so many characters. No two seeds share a beginning, so that no engine's prefix cache answers for another prompt. */
export function proseOf(seed: number, chars: number): string {
  const random = randomOf(seed);
  const pick = (from: readonly string[]) => from[Math.floor(random() * from.length)] ?? '';
  const number = (below: number) => Math.floor(random() * below);
  const sentences = [`Inventory ${seed}.`];
  for (let length = 0; length < chars; length += sentences.at(-1)?.length ?? 0)
    sentences.push(
      ` The ${pick(THINGS)} ${number(9_000)} of the ${pick(SIDES)} ${pick(PLACES)} was moved to shelf ${number(400)} on day ${number(365)}.`,
    );
  return sentences.join('').slice(0, chars);
}

export interface FactQuestion {
  readonly id: string;
  readonly prompt: string;
  /** Digits that occur in the prompt once. */
  readonly answer: string;
}

const FACTS = 12;
const CODE_DIGITS = 6;

/** Questions that a text answers with one of twelve numbers in it, made of a seed: reading, not knowledge. */
export function factQuestions(count: number): FactQuestion[] {
  const random = randomOf(count);
  return Array.from({ length: count }, (_, index) => factQuestion(index, random));
}

function factQuestion(index: number, random: () => number): FactQuestion {
  const rooms = Array.from(
    { length: FACTS },
    (_, fact) => `${SIDES[fact % SIDES.length]} ${PLACES[(fact + index) % PLACES.length]} ${fact + 1}`,
  );
  const codes = rooms.map(() => String(10 ** (CODE_DIGITS - 1) + Math.floor(random() * 9 * 10 ** (CODE_DIGITS - 1))));
  const asked = Math.floor(random() * FACTS);
  const lines = rooms.map((room, fact) => `The door code of the ${room} is ${codes[fact]}.`);
  const prompt = `${lines.join('\n')}\n\nWhat is the door code of the ${rooms[asked]}? Answer with the number only.`;
  return { id: `fact-${index}`, prompt, answer: codes[asked] ?? '' };
}

/** Right where the number is in it, and no other of the text's. */
export function isRight({ answer, prompt }: FactQuestion, text: string): boolean {
  const said: readonly string[] = text.match(/\d+/g) ?? [];
  return said.includes(answer) && said.every((number) => number === answer || !prompt.includes(` ${number}.`));
}
