import { oneOf, withoutEnd, withoutStart } from './characters.js';

const isMark = oneOf(`.,;:!?()"'“”‘’\``);

/** A text's words between spaces with their places, so that a part of it can be cut out as it is written. */
export class PlacedWords {
  private readonly found: readonly { readonly start: number; readonly end: number; readonly bare: string }[];

  constructor(private readonly text: string) {
    this.found = [...text.matchAll(/\S+/gu)].map(({ 0: word, index }) => {
      const bare = withoutStart(withoutEnd(word, isMark), isMark).toLowerCase();
      return { start: index, end: index + word.length, bare };
    });
  }

  get count(): number {
    return this.found.length;
  }

  /** In lower case without the marks around it; '' where no word is. */
  bareAt(at: number): string {
    return this.found[at]?.bare ?? '';
  }

  /** The last character of this word, its marks included. */
  lastCharOf(at: number): string {
    return this.text[(this.found[at]?.end ?? 0) - 1] ?? '';
  }

  /** The first word from here on that fits, -1 where none does. */
  find(fits: (bare: string, at: number) => boolean, from = 0): number {
    return this.found.findIndex(({ bare }, at) => at >= from && fits(bare, at));
  }

  /** As written, from one word up to another that isn't part of it. */
  slice(from: number, to: number): string {
    return this.text.slice(this.found[from]?.start ?? this.text.length, this.found[to - 1]?.end ?? 0);
  }
}
