import type { Box } from '@docmind/contracts';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../words/words.js';
import './pdf.css';
import { PdfDocument } from './pdf-engine.js';
import { PdfTools } from './pdf-tools.js';
import { stepOf } from './zoom.policy.js';

export interface PdfViewProps {
  readonly url: string;
  readonly contentHash: string;
  readonly page: number;
  readonly boxes: readonly Box[];
  readonly onProblem: (problem: string) => void;
}

/** One page of a PDF, with the words that are quoted marked on it. */
export default function PdfView({ url, contentHash, page: first, boxes, onProblem }: PdfViewProps) {
  const [pdf, setPdf] = useState<PdfDocument>();
  const [page, setPage] = useState(first);
  const [zoom, setZoom] = useState(1);
  const scroller = useRef<HTMLDivElement>(null);
  const paper = useRef<HTMLDivElement>(null);
  const width = useWidth(scroller);
  const report = (thrown: unknown): void => onProblem((thrown as Error).message);

  useEffect(() => setPage(first), [first, boxes]);
  useEffect(() => {
    let opened: PdfDocument | undefined;
    let isLeft = false;
    PdfDocument.open(url, contentHash).then(
      (one) => {
        opened = one;
        if (isLeft) one.close();
        else setPdf(one);
      },
      (thrown: unknown) => isLeft || report(thrown),
    );
    return () => {
      isLeft = true;
      opened?.close();
    };
  }, [url, contentHash]);
  useEffect(() => {
    const [onto, around] = [paper.current, scroller.current];
    if (!pdf || !onto || !around || width === 0) return undefined;
    let isLeft = false;
    const marks = boxes.filter((box) => box.page === page);
    put({ pdf, page, width: width * zoom, marks, onto, isLeft: () => isLeft }).catch((thrown: unknown) => isLeft || report(thrown));
    return () => {
      isLeft = true;
    };
  }, [pdf, page, zoom, width, boxes]);

  const pages = pdf?.pageCount ?? first;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = stepOf(event.key, { page, pages, zoom });
    if (!step) return;
    event.preventDefault();
    if ('page' in step) setPage(step.page);
    else setZoom(step.zoom);
  };
  return (
    <div class="pdf">
      <PdfTools page={page} pages={pages} zoom={zoom} onPage={setPage} onZoom={setZoom} />
      <div class="pdf-scroller" tabIndex={0} role="region" aria-label={t('pdf.page', { page, pages })} ref={scroller} onKeyDown={onKeyDown}>
        <div class="pdf-paper" ref={paper} aria-busy={!pdf} />
      </div>
    </div>
  );
}

interface Sheet {
  readonly pdf: PdfDocument;
  readonly page: number;
  readonly width: number;
  readonly marks: readonly Box[];
  readonly onto: HTMLElement;
  readonly isLeft: () => boolean;
}

/** What was there stays until the new page is drawn. */
async function put({ pdf, page, width, marks, onto, isLeft }: Sheet): Promise<void> {
  const size = await pdf.sizeOf(page);
  const scale = width / size.width;
  const painted = isLeft() ? undefined : await pdf.paint(page, scale);
  if (!painted || isLeft()) return;
  onto.style.width = `${size.width * scale}px`;
  onto.style.height = `${size.height * scale}px`;
  onto.style.setProperty('--total-scale-factor', String(scale));
  onto.dataset['page'] = String(page);
  const shown = marks.map((box) => markOf(box, scale));
  onto.replaceChildren(painted.canvas, ...shown, painted.text);
  if (shown[0]) shown[0].scrollIntoView({ block: 'center', inline: 'nearest' });
  else onto.parentElement?.scrollTo(0, 0);
}

function markOf({ x, y, width, height }: Box, scale: number): HTMLElement {
  const mark = document.createElement('div');
  mark.className = 'pdf-mark';
  Object.assign(mark.style, { left: `${x * scale}px`, top: `${y * scale}px`, width: `${width * scale}px`, height: `${height * scale}px` });
  return mark;
}

/** For the paper, in whole pixels. */
function useWidth(element: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const watched = element.current;
    if (!watched) return undefined;
    const style = getComputedStyle(watched);
    const sides = parseFloat(style.paddingLeft) + parseFloat(style.paddingRight);
    const observer = new ResizeObserver(() => setWidth(Math.floor(watched.clientWidth - sides)));
    observer.observe(watched);
    return () => observer.disconnect();
  }, []);
  return width;
}
