export { english } from './english/english.pack.js';
export type * from './pack/language-pack.js';
export { oneOf, isSpace, withoutEnd, withoutStart } from './text/characters.js';
export { withoutListMarks } from './text/blocks.js';
export { lastSentenceEnd } from './text/sentences.js';
export { quotationsIn, type Quotation } from './text/quotations.js';
export { isCode, isInCapitals } from './text/shapes.js';
export type { Token } from './text/tokens.js';
