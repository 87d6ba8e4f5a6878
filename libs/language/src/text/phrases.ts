import type { WordList } from './word-lists.js';

/** Runs of words, looked for among the words of a text. */
export class Phrases {
  private readonly byFirst = new Map<string, WordList[]>();

  constructor(phrases: readonly WordList[]) {
    for (const phrase of phrases) {
      const first = phrase[0] ?? '';
      this.byFirst.set(first, [...(this.byFirst.get(first) ?? []), phrase]);
    }
  }

  /** How many words the longest phrase has that stands at this place; 0 for none. */
  lengthAt(words: readonly string[], at: number): number {
    const standing = (this.byFirst.get(words[at] ?? '') ?? []).filter((phrase) =>
      phrase.every((word, index) => words[at + index] === word),
    );
    return Math.max(0, ...standing.map((phrase) => phrase.length));
  }

  standIn(words: readonly string[]): boolean {
    return words.some((_, at) => this.lengthAt(words, at) > 0);
  }

  /** The words after those phrases that they open with. */
  skippedIn(words: readonly string[]): readonly string[] {
    let at = 0;
    for (let length = this.lengthAt(words, at); length > 0; length = this.lengthAt(words, at)) at += length;
    return words.slice(at);
  }
}
