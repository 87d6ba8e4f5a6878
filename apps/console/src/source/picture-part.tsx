import type { Box } from '@docmind/contracts';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { reach } from '../door/door.js';
import { t } from '../words/words.js';
import { placeToOpen } from './place.policy.js';
import type { OpenSource } from './source.js';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** A picture as it was uploaded, with the words that are quoted marked on it. */
export function PicturePart({ source, onProblem }: { source: OpenSource; onProblem: (problem: unknown) => void }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const paper = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<Size>();
  const { boxes } = useMemo(() => placeToOpen(source), [source]);
  const { document: shown } = source;
  useEffect(() => {
    const left = new AbortController();
    if (shown) {
      draw(canvas.current, shown.id, shown.contentHash, left.signal).then(
        (drawn) => drawn && setSize(drawn),
        (thrown: unknown) => left.signal.aborted || onProblem(thrown),
      );
    }
    return () => left.abort();
  }, [shown?.id, shown?.contentHash]);
  useEffect(() => paper.current?.querySelector('.picture-mark')?.scrollIntoView({ block: 'center' }), [size, boxes]);
  return (
    <div class="picture">
      {size === undefined && (
        <p class="source-note" role="status">
          {t('source.loading')}
        </p>
      )}
      <div class="picture-paper" ref={paper}>
        <canvas ref={canvas} role="img" aria-label={source.quote.documentName} width={0} height={0} />
        {size && boxes.map((box, index) => <div key={index} class="picture-mark" style={placeOf(box, size)} />)}
      </div>
    </div>
  );
}

/** By the policy of this page pictures come from its own door alone, which wants to be asked by a script: so it is drawn. */
async function draw(onto: HTMLCanvasElement | null, id: string, contentHash: string, signal: AbortSignal): Promise<Size | undefined> {
  const init = { headers: { 'if-match': `"${contentHash}"` }, signal };
  const original = await reach(`/documents/${encodeURIComponent(id)}/original`, init);
  const bitmap = await createImageBitmap(await original.blob());
  const size = { width: bitmap.width, height: bitmap.height };
  if (!onto || signal.aborted) return undefined;
  Object.assign(onto, size);
  onto.getContext('2d')?.drawImage(bitmap, 0, 0);
  bitmap.close();
  return size;
}

/** In parts of the picture, however large it is shown. */
function placeOf({ x, y, width, height }: Box, whole: Size): Record<string, string> {
  const percent = (part: number, of: number): string => `${(part / of) * 100}%`;
  return {
    left: percent(x, whole.width),
    top: percent(y, whole.height),
    width: percent(width, whole.width),
    height: percent(height, whole.height),
  };
}
