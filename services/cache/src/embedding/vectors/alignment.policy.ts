import type { Alignment } from '@docmind/contracts';
import { english, packOf } from '@docmind/language';
import type { TokenVectors } from './embedder.port.js';

/** A word of the question: the rows of its tokens, and how much it tells. */
interface AskedWord {
  readonly rows: readonly number[];
  readonly weight: number;
  readonly asks: boolean;
}

/** BERT's vocabulary lists whole words from here on, the commonest first, so a token's number tells how rare it is. */
const FIRST_WORD_ID = 1_996;
const RARE = Math.log(25_000);
const OF_A_STOP_WORD = 0.05;
const OF_A_SIGN = 0.6;
/** A word below it is no word that carries meaning. */
const MEANINGFUL = 0.2;

/**
 * Late interaction, as ColBERT's: each token of the question with its best match in the text. Time and memory grow with the product of both
 * lengths, each of which the embedder's window bounds.
 */
export function align(asked: TokenVectors, text: TokenVectors): Alignment {
  const cosines = cosinesOf(asked, text);
  const words = wordsOf(asked);
  const told = words.filter((word) => word.weight > MEANINGFUL && !word.asks);
  const best = told.map(({ rows }) => meanOf(rows.map((row) => cosines.best(row))));
  const sorted = [...best].sort((left, right) => left - right);
  const places = told.map(({ rows }) => cosines.placeOfBest(rows[0] ?? 0));
  const asking = words.find((word) => word.asks)?.rows[0];
  const taken = new Set(told.flatMap(({ rows }) => rows.map((row) => cosines.placeOfBest(row))));
  return {
    matched: weightedMean(
      best,
      told.map(({ weight }) => weight),
    ),
    worst: sorted[0] ?? 0,
    secondWorst: sorted[1] ?? sorted[0] ?? 0,
    questionWord: asking === undefined ? 0 : cosines.best(asking),
    questionWordFree: asking === undefined ? 0 : cosines.best(asking, taken),
    whole: cosines.best(0),
    wholeMean: cosines.mean(0),
    all: meanOf(words.flatMap(({ rows }) => rows.map((row) => cosines.best(row)))),
    reverse: reverseOf(cosines, text),
    spread: spreadOf(places, cosines.textTokens),
    sentence: dot(asked.vectors, 0, text.vectors, 0, sizeOf(asked)),
  };
}

/** Whole words of a text that is given in parts of words, the marks of beginning and end left out. */
function wordsOf({ pieces }: TokenVectors): AskedWord[] {
  const words: { rows: number[]; text: string; weight: number }[] = [];
  pieces.forEach(({ id, text }, row) => {
    if (isMark(row, pieces.length)) return;
    const last = words.at(-1);
    if (text.startsWith('##') && last) {
      last.rows.push(row);
      last.text += text.slice(2);
      last.weight = Math.max(last.weight, weightOf(id, text));
    } else words.push({ rows: [row], text, weight: weightOf(id, text) });
  });
  const { questionStopWords } = packOf(words.map(({ text }) => text).join(' ')).words;
  return words.map(({ rows, text, weight }) => ({
    rows,
    weight: questionStopWords.has(text) ? weight * OF_A_STOP_WORD : weight,
    asks: english.questions.isQuestionWord(text),
  }));
}

function isMark(row: number, count: number): boolean {
  return row === 0 || row === count - 1;
}

function weightOf(id: number, piece: string): number {
  if (english.words.questionStopWords.has(piece)) return OF_A_STOP_WORD;
  if (!/[\p{L}\p{N}]/u.test(piece)) return 0;
  return id < FIRST_WORD_ID ? OF_A_SIGN : Math.min(1, Math.log(1 + id - FIRST_WORD_ID + 1) / RARE);
}

interface Cosines {
  readonly textTokens: number;
  /** Of one row of the question with the text's tokens, those left out that are `without`. */
  best(row: number, without?: ReadonlySet<number>): number;
  placeOfBest(row: number): number;
  mean(row: number): number;
  /** Of one token of the text with the question's tokens. */
  bestAsked(column: number): number;
}

function cosinesOf(asked: TokenVectors, text: TokenVectors): Cosines {
  const size = sizeOf(asked);
  const columns = Math.max(0, text.pieces.length - 2);
  const table = asked.pieces.map((_, row) => {
    const cosines = new Float32Array(columns);
    for (let column = 0; column < columns; column += 1)
      cosines[column] = dot(asked.vectors, row * size, text.vectors, (column + 1) * size, size);
    return cosines;
  });
  const rowOf = (row: number): Float32Array => table[row] ?? new Float32Array();
  return {
    textTokens: columns,
    best: (row, without) => rowOf(row).reduce((most, value, at) => (without?.has(at) ? most : Math.max(most, value)), -1),
    placeOfBest: (row) => rowOf(row).reduce((place, value, at, all) => (value > (all[place] ?? -1) ? at : place), 0),
    mean: (row) => meanOf(rowOf(row)),
    bestAsked: (column) => table.reduce((most, row, at) => (isMark(at, table.length) ? most : Math.max(most, row[column] ?? -1)), -1),
  };
}

function sizeOf({ vectors, pieces }: TokenVectors): number {
  return vectors.length / Math.max(1, pieces.length);
}

function dot(left: Float32Array, from: number, right: Float32Array, other: number, size: number): number {
  let sum = 0;
  for (let at = 0; at < size; at += 1) sum += (left[from + at] as number) * (right[other + at] as number);
  return sum;
}

function reverseOf(cosines: Cosines, { pieces }: TokenVectors): number {
  const columns = Array.from({ length: cosines.textTokens }, (_, column) => column);
  return weightedMean(
    columns.map((column) => cosines.bestAsked(column)),
    columns.map((column) => {
      const piece = pieces[column + 1];
      return piece === undefined ? 0 : weightOf(piece.id, piece.text);
    }),
  );
}

function spreadOf(places: readonly number[], length: number): number {
  return places.length < 2 || length === 0 ? 0 : (Math.max(...places) - Math.min(...places)) / length;
}

function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < values.length; at += 1) sum += values[at] ?? 0;
  return values.length === 0 ? 0 : sum / values.length;
}

function weightedMean(values: readonly number[], weights: readonly number[]): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return total === 0 ? 0 : values.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), 0) / total;
}
