/** Splits text into sentences and clauses and reduces words to what can be compared. No language model, no I/O. */

const STOP_WORDS = new Set(
  (
    'a an the of to in on at by for from with without into onto over under about as is are was were be been being am do does did done has have had ' +
    'having can could may might must shall should will would it its this that these those there here i you he she we they me him her us them my your ' +
    'his our their what which who whom whose when where why how many much long often and or but if then than so not no nor only also just very too any ' +
    'some all each every both few more most other such own same yes please tell explain describe give say according document documents file files ' +
    'passage passages kind ones one get gets got per via'
  ).split(' '),
);

const ABBREVIATIONS = /\b(?:e\.g|i\.e|etc|vs|approx|no|fig|dr|mr|mrs|ms|st|inc|ltd|cf)\.$/i;

/** Bullets, headings and table rows end a sentence; a wrapped line doesn't. */
export function splitSentences(text: string): string[] {
  return blocksOf(text).flatMap(sentencesOfBlock);
}

const BLOCK_START = /^(?:$|#{1,6}\s|[-*+•]\s|\d{1,3}[.)]\s|\||>|```)/;
const MARKER = /^(?:#{1,6}\s+|[-*+•]\s+|\d{1,3}[.)]\s+|>\s*)/;
const HEADING_OR_ROW = /^(?:#{1,6}\s|\|)/;
/** Empty, a rule, the line below a table's head, a code fence. */
const WORDLESS = /^[|\-:\s`]*$/;

function blocksOf(text: string): string[] {
  const blocks: string[] = [];
  let open = '';
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.trim();
    if (BLOCK_START.test(line) && open !== '') {
      blocks.push(open);
      open = '';
    }
    const bare = line.replace(MARKER, '');
    if (WORDLESS.test(bare)) continue;
    if (HEADING_OR_ROW.test(line)) blocks.push(bare);
    else open = open === '' ? bare : `${open} ${bare}`;
  }
  if (open !== '') blocks.push(open);
  return blocks;
}

function sentencesOfBlock(block: string): string[] {
  const sentences: string[] = [];
  let open = '';
  for (const part of block.split(/(?<=[.!?]["'”’)]?)\s+(?=["'“‘(]?[\p{Lu}\p{N}`*_])/u)) {
    open = open === '' ? part : `${open} ${part}`;
    if (ABBREVIATIONS.test(open)) continue;
    sentences.push(open.trim());
    open = '';
  }
  if (open !== '') sentences.push(open.trim());
  return sentences.filter((sentence) => sentence !== '');
}

const NUMBERISH = /\d|\b(?:an?|one)\s+(?:second|minute|hour|day|week|month|quarter|year|decade)\b/i;

/** Semicolons always part clauses; commas and "and" only where both sides hold a number of their own. */
export function splitClauses(sentence: string): string[] {
  return sentence
    .split(/;\s+|\s+(?:while|whereas|but)\s+/i)
    .flatMap(splitEnumeration)
    .map((clause) => clause.trim())
    .filter((clause) => clause !== '');
}

function splitEnumeration(clause: string): string[] {
  const parts = clause.split(/,\s+(?:and\s+)?|\s+and\s+/i);
  if (parts.length < 2 || !parts.every((part) => NUMBERISH.test(part) && contentWords(part).size > 0)) return [clause];
  return parts;
}

/** Light suffix stripping: "snapshots", "kept/keeps/keeping" need not fall together perfectly, only equally on both sides. */
export function stem(word: string): string {
  const irregular = IRREGULAR.get(word);
  if (irregular !== undefined) return irregular;
  if (word.length <= 3 || /[\d_./]/.test(word)) return word;
  return word
    .replace(/(?:'s|’s)$/, '')
    .replace(/ies$/, 'y')
    .replace(/(?:sses)$/, 'ss')
    .replace(/(?<=[xz]|ch|sh)es$/, '')
    .replace(/(?<![su])s$/, '')
    .replace(/(?<=\w{3})(?:ing|ed)$/, '')
    .replace(/(?<=\w{3})e$/, '')
    .replace(/([bdgklmnprt])\1$/, '$1');
}

const IRREGULAR = new Map([
  ['kept', 'keep'],
  ['held', 'hold'],
  ['led', 'lead'],
  ['stored', 'stor'],
  ['wrote', 'writ'],
  ['written', 'writ'],
  ['sent', 'send'],
  ['ran', 'run'],
  ['began', 'begin'],
  ['took', 'tak'],
  ['taken', 'tak'],
  ['made', 'mak'],
  ['paid', 'pay'],
]);

export function wordsOf(text: string): string[] {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+(?:[.'’_/-][\p{L}\p{N}]+)*/gu) ?? []).map((word) => word.replace(/(?:'s|’s)$/, ''));
}

/** The stemmed words that carry meaning; stop words left out. */
export function contentWords(text: string): Set<string> {
  return new Set(
    wordsOf(text)
      .flatMap((word) => [word, ...(word.includes('-') ? word.split('-') : [])])
      .filter((word) => word.length > 1 && !STOP_WORDS.has(word))
      .map(stem),
  );
}

export function isStopWord(word: string): boolean {
  return STOP_WORDS.has(word.toLowerCase());
}

export function overlap(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  let shared = 0;
  for (const word of left) if (right.has(word)) shared += 1;
  return shared;
}

/** How much a word tells apart: words found in fewer of the texts weigh more. */
export function wordWeights(texts: readonly ReadonlySet<string>[]): (word: string) => number {
  const counts = new Map<string, number>();
  for (const text of texts) for (const word of text) counts.set(word, (counts.get(word) ?? 0) + 1);
  return (word) => Math.log(1 + texts.length / (counts.get(word) ?? texts.length + 1));
}

export function weightedOverlap(wanted: ReadonlySet<string>, found: ReadonlySet<string>, weight: (word: string) => number): number {
  let score = 0;
  for (const word of wanted) if (found.has(word)) score += weight(word);
  return score;
}
