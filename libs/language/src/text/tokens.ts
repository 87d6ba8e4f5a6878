export interface Token {
  /** As written. */
  readonly surface: string;
  readonly lower: string;
  /** Starts a sentence, where a capital letter says nothing. */
  readonly opening: boolean;
}

const TOKEN =
  /(?<![\p{L}\p{N}-])-{1,2}(?=\p{L})[\p{L}\p{N}-]+|(?:(?<![\p{L}\p{N})\].%-]|\d[  ])[-−–](?=\d))?[\p{L}\p{N}_]+(?:[.\-/:@]+[\p{L}\p{N}_]+)*[+#%]*|°\p{L}?|[$€£¥₹%]/gu;

/** Words and numbers in order; "3.5", "-10", "v2.1", "read-only", "C++", "--force" and "docker-compose.yml" stay whole. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  for (const { 0: surface, index } of text.matchAll(TOKEN)) {
    const opening = tokens.length === 0 || endsSentence(text.slice(end, index));
    tokens.push({ surface, lower: plainMinus(surface).toLowerCase(), opening });
    end = index + surface.length;
  }
  return tokens;
}

function plainMinus(surface: string): string {
  return /^[−–]/u.test(surface) ? `-${surface.slice(1)}` : surface;
}

/** A quotation mark may open the next sentence. */
function endsSentence(between: string): boolean {
  const bare = /["']/u.test(between.at(-1) ?? '') ? between.slice(0, -1) : between;
  return /[.?!:]/u.test(bare.trimEnd().at(-1) ?? '');
}
