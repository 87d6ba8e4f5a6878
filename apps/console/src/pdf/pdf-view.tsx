import type { Box } from '@docmind/contracts';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from '../words/words.js';
import './pdf.css';
import { PdfDocument, type Size } from './pdf-engine.js';
import { PdfSheet } from './pdf-sheet.js';
import { labelOf } from './page-labels.policy.js';
import { PdfTools } from './pdf-tools.js';
import { type PagePlace, pageSeen } from './seen-page.policy.js';
import { stepOf } from './zoom.policy.js';

export interface PdfViewProps {
  readonly url: string;
  readonly contentHash: string;
  readonly page: number;
  readonly boxes: readonly Box[];
  readonly onProblem: (problem: unknown) => void;
}
interface Opened {
  readonly pdf: PdfDocument;
  readonly likely: Size;
}

/** The pages of a PDF below each other, with the words that are quoted marked on them. */
export default function PdfView({ url, contentHash, page: first, boxes, onProblem }: PdfViewProps) {
  const [opened, setOpened] = useState<Opened>();
  const [page, setPage] = useState(first);
  const [zoom, setZoom] = useState(1);
  const scroller = useRef<HTMLDivElement>(null);
  const width = Math.floor(useWidth(scroller) * zoom);
  const near = useNear(scroller, opened !== undefined && width > 0);

  useEffect(() => {
    let file: PdfDocument | undefined;
    let isLeft = false;
    const open = async (): Promise<void> => {
      file = await PdfDocument.open(url, contentHash);
      const likely = await file.sizeOf(Math.min(first, file.pageCount));
      if (isLeft) file.close();
      else setOpened({ pdf: file, likely });
    };
    open().catch((thrown: unknown) => isLeft || onProblem(thrown));
    return () => {
      isLeft = true;
      file?.close();
    };
  }, [url, contentHash]);
  useLayoutEffect(() => {
    if (!opened || width === 0) return;
    const mark = scroller.current?.querySelector('.pdf-mark');
    if (mark) mark.scrollIntoView({ block: 'center', inline: 'nearest' });
    else show(scroller.current, first);
  }, [opened, width === 0, first, boxes]);
  useSamePlace(scroller, width);

  const pages = opened?.pdf.pageCount ?? first;
  const labels = opened?.pdf.labels;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement) return;
    const step = stepOf(event.key, { page, pages, zoom });
    if (!step) return;
    event.preventDefault();
    if ('page' in step) show(scroller.current, step.page);
    else setZoom(step.zoom);
  };
  usePanelKeys(scroller, onKeyDown);
  return (
    <div class="pdf">
      <PdfTools page={page} pages={pages} labels={labels} zoom={zoom} onPage={(next) => show(scroller.current, next)} onZoom={setZoom} />
      <div
        class="pdf-scroller"
        tabIndex={0}
        role="region"
        aria-label={t('pdf.page', { page: labelOf(labels, page), pages })}
        aria-busy={!opened}
        ref={scroller}
        onScroll={(event) => setPage(pageIn(event.currentTarget))}
      >
        {opened &&
          width > 0 &&
          Array.from({ length: pages }, (_value, index) => index + 1).map((one) => (
            <PdfSheet
              key={one}
              {...opened}
              page={one}
              width={width}
              isNear={near.has(one)}
              marks={boxes.filter((box) => box.page === one)}
              onProblem={onProblem}
            />
          ))}
      </div>
    </div>
  );
}

function papersIn(scroller: HTMLElement): HTMLCollectionOf<HTMLElement> {
  return scroller.children as HTMLCollectionOf<HTMLElement>;
}

/** Looks at those in sight alone: of a thousand pages that is found by halves. */
function pageIn(scroller: HTMLElement): number {
  const papers = papersIn(scroller);
  const { scrollTop: top, clientHeight: height, scrollHeight } = scroller;
  let [from, to] = [0, papers.length - 1];
  while (from < to) {
    const middle = Math.ceil((from + to) / 2);
    if ((papers[middle]?.offsetTop ?? 0) <= top) from = middle;
    else to = middle - 1;
  }
  const places: PagePlace[] = [];
  for (let paper = papers[from]; paper && paper.offsetTop < top + height; paper = papers[from + places.length])
    places.push({ page: from + places.length + 1, top: paper.offsetTop, height: paper.offsetHeight });
  // Browsers round where they scroll to.
  return pageSeen(places, { top, height, isAtEnd: top + height >= scrollHeight - 1 });
}

function show(scroller: HTMLElement | null, page: number): void {
  const paper = scroller && papersIn(scroller)[page - 1];
  if (paper) scroller.scrollTop = paper.offsetTop;
}

/** Wherever in the panel the focus is: at its heading after it was opened, or at a button. */
function usePanelKeys(inside: { readonly current: HTMLElement | null }, onKeyDown: (event: KeyboardEvent) => void): void {
  const latest = useRef(onKeyDown);
  latest.current = onKeyDown;
  useEffect(() => {
    const panel = inside.current?.closest('aside');
    if (!panel) return undefined;
    const hear = (event: KeyboardEvent): void => latest.current(event);
    panel.addEventListener('keydown', hear);
    return () => panel.removeEventListener('keydown', hear);
  }, []);
}

/** Pages that are in sight, or as far from it as the sight is high. */
function useNear(scroller: { readonly current: HTMLElement | null }, isFilled: boolean): ReadonlySet<number> {
  const [near, setNear] = useState<ReadonlySet<number>>(new Set());
  useEffect(() => {
    const root = scroller.current;
    if (!root || !isFilled) return undefined;
    const observer = new IntersectionObserver(
      (entries) =>
        setNear((before) => {
          const next = new Set(before);
          for (const { target, isIntersecting } of entries) {
            const page = Number((target as HTMLElement).dataset['page']);
            if (isIntersecting) next.add(page);
            else next.delete(page);
          }
          return next;
        }),
      { root, rootMargin: '100% 0px' },
    );
    for (const paper of papersIn(root)) observer.observe(paper);
    return () => observer.disconnect();
  }, [isFilled]);
  return near;
}

/** What was read stays in sight when the pages become larger or smaller. */
function useSamePlace(scroller: { readonly current: HTMLElement | null }, width: number): void {
  const before = useRef(width);
  useLayoutEffect(() => {
    const box = scroller.current;
    if (box && before.current > 0) box.scrollTop *= width / before.current;
    before.current = width;
  }, [width]);
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
