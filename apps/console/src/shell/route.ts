import { signal } from '@preact/signals';

export const PAGES = ['ask', 'documents', 'conversations', 'health', 'keys'] as const;
export type PageName = (typeof PAGES)[number];

export interface Route {
  readonly page: PageName;
  /** Of a conversation. */
  readonly id?: string;
}

export const route = signal<Route>(read());
addEventListener('hashchange', () => (route.value = read()));

export function linkTo(page: PageName, id?: string): string {
  return `#/${page}${id === undefined ? '' : `/${encodeURIComponent(id)}`}`;
}

export function go(page: PageName, id?: string): void {
  location.hash = linkTo(page, id);
}

/** The address without a step in the browser's history: a conversation that has just got its id. */
export function rename(page: PageName, id: string): void {
  history.replaceState(null, '', linkTo(page, id));
  route.value = { page, id };
}

function read(): Route {
  const [, name = '', id] = location.hash.split('/');
  const page = PAGES.find((one) => one === name) ?? 'ask';
  try {
    return id ? { page, id: decodeURIComponent(id) } : { page };
  } catch {
    // Written by hand or cut: no conversation has such an id.
    return { page };
  }
}
