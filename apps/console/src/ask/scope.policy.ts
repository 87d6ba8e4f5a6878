// Which documents are asked, as the chips above the question show it.
import type { AskedDocuments } from '@docmind/contracts';

export interface ScopeChip {
  readonly kind: 'documents' | 'tags' | 'folders';
  readonly value: string;
}
const KINDS = ['folders', 'tags', 'documents'] as const;

export function scopeChips(scope: AskedDocuments): ScopeChip[] {
  return KINDS.flatMap((kind) => (scope[kind] ?? []).map((value) => ({ kind, value })));
}

export function isChosen(scope: AskedDocuments, { kind, value }: ScopeChip): boolean {
  return scope[kind]?.includes(value) ?? false;
}

export function withChip(scope: AskedDocuments, { kind, value }: ScopeChip): AskedDocuments {
  return { ...scope, [kind]: [...(scope[kind] ?? []), value] };
}

/** An empty list would ask no document at all, so it goes too. */
export function without(scope: AskedDocuments, { kind, value }: ScopeChip): AskedDocuments {
  const { [kind]: list = [], ...rest } = scope;
  const left = list.filter((one) => one !== value);
  return left.length === 0 ? rest : { ...rest, [kind]: left };
}
