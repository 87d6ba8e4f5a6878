export * from './english/guard-words.js';
export * from './english/quantities.js';
export * from './english/question-kinds.js';
export * from './english/question-text.js';
export * from './english/stems.js';
export * from './english/synonyms.js';
export * from './english/units.js';
