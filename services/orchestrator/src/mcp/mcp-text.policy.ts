// What a model reads of a tool's result that takes no notice of its values.
import type { Citation, DocumentPassage, Passage, QueryReply, StoredDocument } from '@docmind/contracts';

type Answered = Pick<QueryReply, 'answer' | 'sources' | 'nearest'>;

/** The answer, and the passages that it rests on, or that come nearest where there is none. */
export function answerText({ answer, sources, nearest }: Answered): string {
  return [
    answer,
    ...numbered('Sources:', sources),
    ...numbered('The documents do not answer this. What comes nearest:', sources.length === 0 ? nearest : []),
  ].join('\n');
}

function numbered(heading: string, citations: readonly Citation[]): string[] {
  if (citations.length === 0) return [];
  return ['', heading, ...citations.map((citation, at) => `[${at + 1}] ${placeOf(citation)}: ${citation.excerpt}`)];
}

function placeOf({ documentName, page }: { documentName: string; page?: number }): string {
  return page === undefined ? documentName : `${documentName}, page ${page}`;
}

export function passagesText(passages: readonly Passage[]): string {
  if (passages.length === 0) return 'No passage was found.';
  return passages
    .map((passage, at) => `[${at + 1}] ${placeOf({ ...passage, documentName: passage.documentPath })}\n${passage.text}`)
    .join('\n\n');
}

export function listText(documents: readonly StoredDocument[], { limit, offset }: { limit: number; offset: number }): string {
  if (documents.length === 0) return offset === 0 ? 'There is no document.' : 'There are no more documents.';
  const lines = documents.map(({ path, tags }) => (tags.length === 0 ? path : `${path} (${tags.join(', ')})`));
  return [...lines, ...(documents.length < limit ? [] : [`[Go on with offset: ${offset + limit}]`])].join('\n');
}

type Placed = Pick<DocumentPassage, 'text' | 'place'>;

/** Passages of one document as one text; what one and the next share by their places stands there once. */
export function joinedText(passages: readonly Placed[]): string {
  return passages.map((passage, at) => (at === 0 ? passage.text : `\n\n${unshared(passages[at - 1], passage).trimStart()}`)).join('');
}

function unshared(before: Placed | undefined, { text, place }: Placed): string {
  return before?.place && place ? text.slice(Math.max(0, before.place.end - place.start)) : text;
}
