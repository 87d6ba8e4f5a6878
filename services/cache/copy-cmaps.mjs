// Part of the build: the character maps that PDFs in Chinese, Japanese and Korean name, 1.7 MB of a package of 38.
import { cpSync } from 'node:fs';

const from = new URL('cmaps/', import.meta.resolve('pdfjs-dist/package.json'));
cpSync(from, new URL('dist/ingestion/readers/pdf/cmaps/', import.meta.url), { recursive: true });
