// What no fit to sentences can say: which kinds of answer a sentence must hold, and when a table's cell is the answer.
import type { AnswerKind } from '@docmind/language';
import type { Candidate } from './candidates.policy.js';
import { type AskedWords, namesAll, type WordEvidence } from './word-evidence.policy.js';

/** What the chance by words or tokens can be at most or at least. */
export type Bound = (chance: number, threshold: number) => number;

/**
 * Kinds of answers whose sentences mostly hold a sign of them. The signs are lists of words, and no such list is whole: of 53 English sentences that answered in
 * documents unseen when the signs were made one had none, and was refused; other languages were not tried. A place may be any thing.
 */
const TOLD: ReadonlySet<AnswerKind | undefined> = new Set(['amount', 'person', 'reason', 'time'] as const);

/** "Who owns bay 13?" is not answered by a cell that says "12", nor "when" by one without a time. A cell may say an amount by "included". */
const TOLD_IN_CELL: ReadonlySet<AnswerKind | undefined> = new Set(['person', 'time'] as const);

/** A judge has to be very sure to believe such a sentence all the same. */
const WITHOUT_KIND = 0.02;

/** Of a cell whose row and column name all that is asked. */
const NAMED_CELL = 0.9;

/**
 * A sentence without a known sign of the kind that is asked for isn't believed: "why" needs one of a reason, "who" one of somebody. Chances were fitted to sentences,
 * and cells are none: one whose row and column name all that is asked is believed; a row that lacks a word of the question ("the mobile number",
 * "the cheapest") is not, nor the one cell of such a row.
 */
export function boundOf(asked: AskedWords, candidate: Candidate, { kind }: Pick<WordEvidence, 'kind'>): Bound {
  const { row, cell } = candidate;
  if (lacksKind(asked, kind) && (cell === undefined || TOLD_IN_CELL.has(asked.kind))) return (chance) => Math.min(chance, WITHOUT_KIND);
  if ((row ?? cell) === undefined) return (chance) => chance;
  const isAsked = cell !== undefined && cell.isUnasked !== true;
  if (!namesAll(asked, candidate)) return (chance, threshold) => (isAsked ? chance : Math.min(chance, threshold));
  return (chance) => (cell !== undefined && kind >= 0 ? Math.max(chance, NAMED_CELL) : chance);
}

/** @param kind of a sentence's evidence */
function lacksKind(asked: Pick<AskedWords, 'kind'>, kind: number): boolean {
  return kind < 0 && TOLD.has(asked.kind);
}
