// The document that is open beside the answer, if any.
import type { DocumentPassage, DocumentPassages, DocumentView } from '@docmind/contracts';
import { signal } from '@preact/signals';
import { DoorError, getJson } from '../door/door.js';
import { findQuote, type Mark, type Quote } from './quote.policy.js';

const PAGE = 200;
/** Passages beyond these are left out: nobody reads on that far beside an answer. */
const MOST = 4_000;

export interface OpenSource {
  readonly quote: Quote;
  readonly document?: DocumentView;
  readonly passages: readonly DocumentPassage[];
  readonly mark?: Mark;
  readonly state: 'loading' | 'ready' | 'gone' | 'failed';
  readonly problem?: unknown;
}

export const openSource = signal<OpenSource | undefined>(undefined);

export function closeSource(): void {
  openSource.value = undefined;
}

export async function showSource(quote: Quote): Promise<void> {
  const current = openSource.value;
  const same = current?.quote.documentId === quote.documentId && current.state === 'ready' ? current : undefined;
  if (same && findQuote(same.passages, quote)) {
    openSource.value = { ...same, quote, mark: findQuote(same.passages, quote) };
    return;
  }
  openSource.value = { quote, passages: [], state: 'loading' };
  const loaded = await load(quote).catch((thrown: unknown): OpenSource => failed(quote, thrown));
  // Another one may have been opened meanwhile.
  if (openSource.value?.quote === quote) openSource.value = loaded;
}

async function load(quote: Quote): Promise<OpenSource> {
  const path = `/documents/${encodeURIComponent(quote.documentId)}`;
  const document = await getJson<DocumentView>(path);
  const passages: DocumentPassage[] = [];
  let isWhole = false;
  while (!isWhole && passages.length < MOST) {
    const next = await getJson<DocumentPassages>(`${path}/passages?limit=${PAGE}&offset=${passages.length}`);
    passages.push(...next.passages);
    isWhole = next.passages.length < PAGE;
  }
  return { quote, document, passages, mark: findQuote(passages, quote), state: 'ready' };
}

function failed(quote: Quote, thrown: unknown): OpenSource {
  const isGone = thrown instanceof DoorError && thrown.code === 'NOT_FOUND';
  return { quote, passages: [], state: isGone ? 'gone' : 'failed', problem: thrown };
}
