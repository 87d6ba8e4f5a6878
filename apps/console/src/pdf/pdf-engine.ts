// Mozilla's PDF.js. It is loaded when the first PDF is opened, and all it needs (its worker, fonts, character maps) comes from this door.
import { getDocument, GlobalWorkerOptions, type PDFDocumentProxy, TextLayer, version } from 'pdfjs-dist/legacy/build/pdf.mjs';
import workerUrl from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url';
import { FROM_CONSOLE } from '../door/door.js';
import { labelsOf, type PageLabels } from './page-labels.policy.js';

GlobalWorkerOptions.workerSrc = workerUrl;

/** One part of an original as persistence keeps it. */
const RANGE_BYTES = 262_144;
/** Of a canvas; what a page would have beyond is drawn coarser. */
const MAX_PIXELS = 16_000_000;
const data = (folder: string): string => new URL(`/assets/pdfjs-${version}/${folder}/`, location.href).href;

/** Points, or pixels of the page at scale 1. */
export interface Size {
  readonly width: number;
  readonly height: number;
}
export interface Painted {
  readonly canvas: HTMLCanvasElement;
  /** The page's words where they stand, to be selected and read aloud. */
  readonly text: HTMLElement;
}

export class PdfDocument {
  private constructor(
    private readonly file: PDFDocumentProxy,
    readonly labels: PageLabels,
  ) {}

  /** Only what the pages that are looked at need is fetched. @param contentHash of the file that is meant, not of one that replaced it meanwhile */
  static async open(url: string, contentHash: string): Promise<PdfDocument> {
    const loading = getDocument({
      url,
      httpHeaders: { ...FROM_CONSOLE, 'if-match': `"${contentHash}"` },
      rangeChunkSize: RANGE_BYTES,
      disableAutoFetch: true,
      disableStream: true,
      cMapUrl: data('cmaps'),
      standardFontDataUrl: data('standard_fonts'),
      wasmUrl: data('wasm'),
      // Neither is allowed by the policy of this page.
      useWasm: false,
      isEvalSupported: false,
      useSystemFonts: false,
      verbosity: 0,
    });
    try {
      const file = await loading.promise;
      return new PdfDocument(file, labelsOf(await file.getPageLabels()));
    } catch (thrown) {
      // Its worker would go on.
      void loading.destroy();
      throw thrown;
    }
  }

  get pageCount(): number {
    return this.file.numPages;
  }

  async sizeOf(page: number): Promise<Size> {
    const { width, height } = (await this.file.getPage(page)).getViewport({ scale: 1 });
    return { width, height };
  }

  /** Undefined where it was given up meanwhile. */
  async paint(page: number, scale: number, signal: AbortSignal): Promise<Painted | undefined> {
    const proxy = await this.file.getPage(page);
    if (signal.aborted) return undefined;
    const viewport = proxy.getViewport({ scale });
    const canvas = document.createElement('canvas');
    const dense = Math.min(devicePixelRatio, Math.sqrt(MAX_PIXELS / (viewport.width * viewport.height)));
    canvas.width = Math.floor(viewport.width * dense);
    canvas.height = Math.floor(viewport.height * dense);
    const task = proxy.render({ canvas, viewport, transform: [dense, 0, 0, dense, 0, 0] });
    signal.addEventListener('abort', () => task.cancel());
    const text = document.createElement('div');
    text.className = 'pdf-text';
    const layer = new TextLayer({ textContentSource: proxy.streamTextContent(), container: text, viewport });
    try {
      await Promise.all([task.promise, layer.render()]);
      return { canvas, text };
    } catch (thrown) {
      layer.cancel();
      if ((thrown as Error).name === 'RenderingCancelledException') return undefined;
      throw thrown;
    } finally {
      // What was read of the page to draw it; while it is drawn anew, that is left alone.
      proxy.cleanup();
    }
  }

  close(): void {
    void this.file.destroy();
  }
}
