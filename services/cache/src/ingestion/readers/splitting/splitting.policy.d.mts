import type { ParsedDocument, TextChunk } from '../../documents/parsed-document.js';

export function splitDocument(document: Pick<ParsedDocument, 'text' | 'blocks'>, unspaced: RegExp): TextChunk[];
export function estimateTokens(text: string, unspaced: RegExp): number;
export function sentencesOf(text: string): Generator<string>;
