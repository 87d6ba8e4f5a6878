// What of a chat is erased, and which questions may be kept elsewhere.

export interface ChatRow {
  readonly id: number;
  readonly role: string;
  readonly metadata: string | null;
}

export interface Redaction {
  readonly id: number;
  /** Undefined: the text stays, and only how it was understood goes. */
  readonly content: string | undefined;
  readonly metadata: string;
}

export interface Asked {
  readonly content: string;
  readonly metadata: string | null;
}

const ERASED = '(erased with a document that it quoted)';

/**
 * An answer that quotes the document loses its text, and so does one that names no source, as it may rest on those before. How a question was understood
 * is made of what was said before.
 * @param first where the chat began to quote the document
 * @returns undefined where the message stays as it is
 */
export function redactionOf({ id, role, metadata }: ChatRow, documentId: string, first: number): Redaction | undefined {
  const facts = metadata === null ? {} : (JSON.parse(metadata) as Record<string, unknown>);
  if (role === 'assistant')
    return isToGo(facts, metadata ?? '', documentId) ? { id, content: ERASED, metadata: '{"isErased":true}' } : undefined;
  if (role !== 'user' || id <= first || facts.understoodAs === undefined) return undefined;
  const { understoodAs: _gone, ...rest } = facts;
  return { id, content: undefined, metadata: JSON.stringify(rest) };
}

/** As they were asked and as they were understood, each once. */
export function questionsOf(asked: readonly Asked[]): string[] {
  return [...new Set(asked.flatMap(({ content, metadata }) => [content, understoodIn(metadata) ?? content]))];
}

function understoodIn(metadata: string | null): string | undefined {
  const { understoodAs } = metadata === null ? {} : (JSON.parse(metadata) as { understoodAs?: unknown });
  return typeof understoodAs === 'string' ? understoodAs : undefined;
}

function isToGo(facts: Record<string, unknown>, metadata: string, documentId: string): boolean {
  return facts.isErased === undefined && (metadata.includes(documentId) || namesNoSource(facts));
}

function namesNoSource({ sources }: Record<string, unknown>): boolean {
  return !Array.isArray(sources) || sources.length === 0;
}
