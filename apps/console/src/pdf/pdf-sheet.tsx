import type { Box } from '@docmind/contracts';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { PdfDocument, Size } from './pdf-engine.js';

interface SheetProps {
  readonly pdf: PdfDocument;
  readonly page: number;
  /** In pixels. */
  readonly width: number;
  /** Until its own is known: that of another page. */
  readonly likely: Size;
  readonly isNear: boolean;
  readonly marks: readonly Box[];
  readonly onProblem: (thrown: unknown) => void;
}

/** One page. It is drawn while it is near to what is seen; far from it only its room is kept. */
export function PdfSheet({ pdf, page, width, likely, isNear, marks, onProblem }: SheetProps) {
  const [size, setSize] = useState(likely);
  const [isDrawn, setDrawn] = useState(false);
  const layers = useRef<HTMLDivElement>(null);
  const scale = width / size.width;
  useEffect(() => {
    const onto = layers.current;
    if (!isNear || !onto) return undefined;
    const left = new AbortController();
    const draw = async (): Promise<void> => {
      const own = await pdf.sizeOf(page);
      if (!left.signal.aborted) setSize((known) => (known.width === own.width && known.height === own.height ? known : own));
      const painted = await pdf.paint(page, width / own.width, left.signal);
      // What was there stays until the new one is drawn.
      if (!painted || left.signal.aborted) return;
      onto.replaceChildren(painted.canvas, painted.text);
      setDrawn(true);
    };
    draw().catch((thrown: unknown) => left.signal.aborted || onProblem(thrown));
    return () => left.abort();
  }, [pdf, page, width, isNear]);
  useEffect(() => {
    if (isNear) return;
    layers.current?.replaceChildren();
    setDrawn(false);
  }, [isNear]);
  const style = { width: `${width}px`, height: `${size.height * scale}px`, '--total-scale-factor': String(scale) };
  return (
    <div class="pdf-paper" data-page={page} data-drawn={isDrawn ? '' : undefined} style={style}>
      <div class="pdf-layers" ref={layers} />
      {marks.map((box, index) => (
        <div key={index} class="pdf-mark" style={placeOf(box, scale)} />
      ))}
    </div>
  );
}

function placeOf({ x, y, width, height }: Box, scale: number): Record<string, string> {
  return { left: `${x * scale}px`, top: `${y * scale}px`, width: `${width * scale}px`, height: `${height * scale}px` };
}
