// What no fit to sentences can say: which kinds of answer a sentence must hold, and when a table's cell is the answer.
import { type AnswerKind, holdsCode, unitsIn } from '@docmind/language';
import { type Candidate, type Cell, inContext } from './candidates.policy.js';
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
export function boundOf(asked: AskedWords, candidate: Candidate, { kind, newName }: Pick<WordEvidence, 'kind' | 'newName'>): Bound {
  const { row, cell } = candidate;
  if (lacksKind(asked, kind, cell !== undefined) || lacksValue(asked, candidate, newName) || isInOtherUnits(asked, candidate))
    return (chance) => Math.min(chance, WITHOUT_KIND);
  if (cell !== undefined) return boundOfCell(cell, cell.isMeant === true || namesAll(asked, candidate), kind);
  return row === undefined || namesAll(asked, candidate) ? asItIs : atThreshold;
}

function boundOfCell({ isUnasked }: Cell, isNamed: boolean, kind: number): Bound {
  if (isNamed) return (chance) => (kind >= 0 ? Math.max(chance, NAMED_CELL) : chance);
  return isUnasked === true ? atThreshold : asItIs;
}

function asItIs(chance: number): number {
  return chance;
}

function atThreshold(chance: number, threshold: number): number {
  return Math.min(chance, threshold);
}

/** @param kind of a sentence's evidence */
function lacksKind(asked: Pick<AskedWords, 'kind'>, kind: number, isCell: boolean): boolean {
  return kind < 0 && (isCell ? TOLD_IN_CELL : TOLD).has(asked.kind);
}

/** "The alarm code is changed on Fridays" says no code, and a title that names nobody tells not who. */
function lacksValue({ asksCode, kind }: AskedWords, { text, row, cell }: Candidate, newName: number): boolean {
  if (row !== undefined || cell !== undefined) return false;
  return (asksCode && !holdsCode(text)) || (kind === 'person' && newName === 0 && isTitle(text));
}

/** No sentence: "House rules of the municipal pool". With a label or two names beside each other it may tell somebody. */
function isTitle(text: string): boolean {
  return !/[.!?…:]["'”’)]*$|[:|]\s|\p{Lu}\p{Ll}+\s\p{Lu}\p{Ll}+/u.test(text);
}

/** "In miles" is not answered by kilometres: nobody works them out. */
function isInOtherUnits({ units }: Pick<AskedWords, 'units'>, candidate: Candidate): boolean {
  if (units.size === 0) return false;
  const said = unitsIn(inContext(candidate));
  return [...units].some(([kind, wanted]) => {
    const there = said.get(kind);
    return there !== undefined && ![...there].some((unit) => wanted.has(unit));
  });
}
