// What is printed on a page of a PDF ("iv", "A-3"), where that is another than how many pages come before it.

/** Undefined where no page has a label, or each only its own number. */
export type PageLabels = readonly string[] | undefined;

export function labelsOf(told: readonly string[] | null): PageLabels {
  const says = told?.some((label, index) => label !== '' && label !== String(index + 1)) ?? false;
  return says ? (told ?? undefined) : undefined;
}

/** As it is printed; a page without a label is known by its number. */
export function labelOf(labels: PageLabels, page: number): string {
  return labels?.[page - 1] || String(page);
}

/** The page that somebody means who writes this: by what is printed on it, else by its number. Undefined where there is none. */
export function pageMeant(written: string, labels: PageLabels, pages: number): number | undefined {
  const wanted = written.trim().toLowerCase();
  const at = labels?.findIndex((label) => label !== '' && label.toLowerCase() === wanted) ?? -1;
  if (at >= 0) return at + 1;
  const number = Number(wanted);
  return wanted !== '' && Number.isInteger(number) && number >= 1 && number <= pages ? number : undefined;
}
