import type { ParsedDocument } from '../../documents/parsed-document.js';

export function documentOf(bytes: Uint8Array): ParsedDocument;
