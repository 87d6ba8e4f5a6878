import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

/** A copy of each file in both compressions beside it: the door sends them as they are. Only what is written has the names of what it loads later. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    writeBundle({ dir = '' }, bundle) {
      for (const fileName of Object.keys(bundle).filter((name) => /[.](js|css|mjs)$/.test(name))) {
        const file = join(dir, fileName);
        const source = readFileSync(file);
        writeFileSync(`${file}.br`, brotliCompressSync(source));
        writeFileSync(`${file}.gz`, gzipSync(source, { level: 9 }));
      }
    },
  };
}

/** Fonts, character maps and a decoder that PDF.js asks for by their names, below its version: a browser keeps them for ever. */
const PDFJS_DATA = [
  { folder: 'cmaps', wanted: /[.]bcmap$/ },
  { folder: 'standard_fonts', wanted: /[.](pfb|ttf)$/ },
  { folder: 'wasm', wanted: /^openjpeg_nowasm_fallback[.]js$/ },
];
function pdfjsData(): Plugin {
  const manifest = createRequire(import.meta.url).resolve('pdfjs-dist/package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  return {
    name: 'pdfjs-data',
    apply: 'build',
    generateBundle() {
      for (const { folder, wanted } of PDFJS_DATA) {
        const from = join(dirname(manifest), folder);
        for (const name of readdirSync(from).filter((one) => wanted.test(one)))
          this.emitFile({ type: 'asset', fileName: `assets/pdfjs-${version}/${folder}/${name}`, source: readFileSync(join(from, name)) });
      }
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  // JSX is compiled by Vite's own compiler: no plugin, no Babel.
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: 'dist',
    target: 'es2022',
    // A data: URL would need a wider policy, and every file has its own name for the browser's cache.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  plugins: [pdfjsData(), compressed()],
});
