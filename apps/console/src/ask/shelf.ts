// The documents there are, for choosing among them.
import type { DocumentList, StoredDocument } from '@docmind/contracts';
import { signal } from '@preact/signals';
import { getJson } from '../door/door.js';
import { listenToTabs } from '../door/tabs.js';

const PAGE = 1_000;

export const shelf = signal<readonly StoredDocument[] | undefined>(undefined);
export const documentCount = signal<number | undefined>(undefined);

/** By path. */
export async function loadShelf(): Promise<void> {
  const hadSome = shelf.value !== undefined;
  const found: StoredDocument[] = [];
  for (let isWhole = false; !isWhole;) {
    const { documents } = await getJson<DocumentList>(`/documents?limit=${PAGE}&offset=${found.length}`);
    found.push(...documents);
    // The first ones are seen while the rest of thousands comes.
    if (!hadSome) shelf.value = [...found];
    isWhole = documents.length < PAGE;
  }
  shelf.value = found;
  documentCount.value = found.length;
}

listenToTabs(({ changed }) => {
  if (changed === 'documents') void loadShelf();
});

/** Every folder that holds a document, at any depth, by name. */
export function foldersOf(documents: readonly StoredDocument[]): string[] {
  const folders = new Set<string>();
  for (const { path } of documents) for (let at = path.indexOf('/'); at > 0; at = path.indexOf('/', at + 1)) folders.add(path.slice(0, at));
  return [...folders].sort();
}

export function tagsOf(documents: readonly StoredDocument[]): string[] {
  return [...new Set(documents.flatMap(({ tags }) => tags))].sort();
}
