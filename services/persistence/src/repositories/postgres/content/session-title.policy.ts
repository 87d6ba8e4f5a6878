/** For a search whatever the case. */
export function titleOf({ title }: { readonly title?: unknown }): string | null {
  return typeof title === 'string' ? title.toLowerCase() : null;
}
