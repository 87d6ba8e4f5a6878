import type { TokenSizes } from './token-sizes.port.js';
import type { CountedText } from './message-units.policy.js';
import { pieceEnds } from './text-pieces.policy.js';

/** Each turn of a conversation repeats the earlier ones: what was counted once is remembered, up to so many characters. */
const KEPT_CHARS = 16 * 1024 * 1024;
/** A few at a time, so that one long prompt leaves room for others at the engine's tokenizer. */
const BATCH_PIECES = 64;

/** Counts texts piece by piece with one engine's tokenizer. */
export class PieceCounter {
  /** In the order of last use. */
  private readonly known = new Map<string, CountedText>();
  private keptChars = 0;

  constructor(private readonly engine: TokenSizes) {}

  /** @throws AppError FAILED_PRECONDITION where the engine can't count */
  async count(texts: readonly string[], signal: AbortSignal): Promise<CountedText[]> {
    const found = texts.map((text) => this.recall(text));
    const missing = [...new Set(texts.filter((_text, index) => found[index] === undefined))];
    if (missing.length === 0) return found as CountedText[];
    const counted = await this.countNew(missing, signal);
    return texts.map((text, index) => found[index] ?? (counted.get(text) as CountedText));
  }

  private async countNew(texts: readonly string[], signal: AbortSignal): Promise<Map<string, CountedText>> {
    const ends = texts.map((text) => pieceEnds(text));
    const pieces = texts.flatMap((text, index) => piecesAt(text, ends[index] as number[]));
    const tokens: number[] = [];
    for (let at = 0; at < pieces.length; at += BATCH_PIECES)
      tokens.push(...(await this.engine.countTokens(pieces.slice(at, at + BATCH_PIECES), signal)));
    const counted = new Map<string, CountedText>();
    let at = 0;
    for (const [index, text] of texts.entries()) {
      const own = ends[index] as number[];
      const value = { ends: own, tokens: tokens.slice(at, (at += own.length)) };
      counted.set(text, value);
      this.remember(text, value);
    }
    return counted;
  }

  private recall(text: string): CountedText | undefined {
    const known = this.known.get(text);
    if (!known) return undefined;
    this.known.delete(text);
    this.known.set(text, known);
    return known;
  }

  private remember(text: string, counted: CountedText): void {
    if (text.length > KEPT_CHARS) return;
    this.known.set(text, counted);
    this.keptChars += text.length;
    for (const oldest of this.known.keys()) {
      if (this.keptChars <= KEPT_CHARS) return;
      this.known.delete(oldest);
      this.keptChars -= oldest.length;
    }
  }
}

function piecesAt(text: string, ends: readonly number[]): string[] {
  return ends.map((end, index) => text.slice(index === 0 ? 0 : ends[index - 1], end));
}
