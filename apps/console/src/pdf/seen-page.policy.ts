// Which page a reader has before them, where several are in sight.

export interface PagePlace {
  readonly page: number;
  readonly top: number;
  readonly height: number;
}
export interface View {
  readonly top: number;
  readonly height: number;
  /** Nothing is below it. */
  readonly isAtEnd: boolean;
}

/** The one that takes most of the view; of several that are seen as well, the first, and at the end of the roll the last. */
export function pageSeen(places: readonly PagePlace[], { top, height, isAtEnd }: View): number {
  let seen = { page: 1, px: 0 };
  for (const place of places) {
    const px = Math.min(place.top + place.height, top + height) - Math.max(place.top, top);
    if (px > seen.px || (isAtEnd && px > 0 && px >= seen.px)) seen = { page: place.page, px };
  }
  return seen.page;
}
