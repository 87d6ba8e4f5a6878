// Which documents a question means by a name.
import type { StoredDocument } from '@docmind/contracts';
import { type CollectionRequest, english } from '@docmind/language';

/** What people call a document by its kind, which says nothing of which one. */
const KINDS = new Set(['document', 'file', 'page', 'text', 'report', 'paper', 'one']);
/** A name that fits more documents than these means none of them. */
const MOST_MEANT = 3;

/** Those that a request names; none where one of them isn't there. */
export function documentsMeant(request: Exclude<CollectionRequest, { asks: 'list' }>, shelf: readonly StoredDocument[]): StoredDocument[] {
  return request.asks === 'compare' ? documentsCompared(request.of, shelf) : documentsCalled(request.of, shelf);
}

/** The documents that are called so, best first; none where none is, or too many are. */
export function documentsCalled(phrase: string, shelf: readonly StoredDocument[]): StoredDocument[] {
  const exact = shelf.filter((document) => isCalled(phrase.trim().toLowerCase(), document));
  if (exact.length > 0) return exact.slice(0, MOST_MEANT);
  const asked = wordsOf(phrase);
  if (asked.size === 0) return [];
  const fitting = shelf.map((document) => ({ document, named: wordsOf(stemOf(document.path)) })).filter(({ named }) => fits(asked, named));
  const fewest = Math.min(...fitting.map(({ named }) => named.size));
  const best = fitting.filter(({ named }) => named.size === fewest).map(({ document }) => document);
  return best.length > MOST_MEANT ? [] : best;
}

/** Both sides of a comparison; "the 2023 and the 2024 travel policy" names the policy once. */
export function documentsCompared([left, right]: readonly [string, string], shelf: readonly StoredDocument[]): StoredDocument[] {
  const second = documentsCalled(right, shelf)[0];
  const first =
    documentsCalled(
      left,
      shelf.filter((document) => document !== second),
    )[0] ?? sharingName(left, second, shelf);
  return first === undefined || second === undefined ? [] : [first, second];
}

function sharingName(left: string, second: StoredDocument | undefined, shelf: readonly StoredDocument[]): StoredDocument | undefined {
  if (second === undefined) return undefined;
  const shared = [...wordsOf(stemOf(second.path))].filter((word) => !/\d/u.test(word));
  return documentsCalled(
    `${left} ${shared.join(' ')}`,
    shelf.filter((document) => document !== second),
  )[0];
}

function isCalled(phrase: string, { path, name }: StoredDocument): boolean {
  return [path, name, stemOf(path), stemOf(name)].some((called) => called.toLowerCase() === phrase);
}

/** All words of one stand in the other. */
function fits(asked: ReadonlySet<string>, named: ReadonlySet<string>): boolean {
  const isIn = (some: ReadonlySet<string>, all: ReadonlySet<string>): boolean => some.size > 0 && [...some].every((word) => all.has(word));
  return isIn(asked, named) || isIn(named, asked);
}

function stemOf(path: string): string {
  const dot = path.lastIndexOf('.');
  return dot > path.lastIndexOf('/') + 1 ? path.slice(0, dot) : path;
}

function wordsOf(text: string): Set<string> {
  const words = english.words.wordsIn(text.replaceAll(/[_./-]/gu, ' ')).map(english.words.stem);
  return new Set(words.filter((word) => !KINDS.has(word) && !english.words.questionStopWords.has(word)));
}
