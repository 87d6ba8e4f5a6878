import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../parts/icon.js';
import { ProblemText } from '../parts/problem.js';
import { bytes, t } from '../words/words.js';
import { PdfPart } from './pdf-part.js';
import { PicturePart } from './picture-part.js';
import { SourceText } from './source-text.js';
import { closeSource, type OpenSource, openSource } from './source.js';

/** The document beside the answer, at the words that the answer rests on. */
export function SourcePanel() {
  const source = openSource.value;
  const heading = useRef<HTMLHeadingElement>(null);
  const cameFrom = useRef<Element | null>(null);
  useEffect(() => {
    if (!source) return;
    if (!cameFrom.current) cameFrom.current = document.activeElement;
    heading.current?.focus({ preventScroll: true });
  }, [source?.quote]);
  // It belongs to the page that it was opened from: in a narrow window it would lie over the next one.
  useEffect(() => closeSource, []);
  if (!source) return null;
  const close = () => {
    closeSource();
    if (cameFrom.current instanceof HTMLElement) cameFrom.current.focus();
    cameFrom.current = null;
  };
  const { quote, document: shown } = source;
  return (
    <aside class="source" aria-label={t('source.label')} onKeyDown={(event) => event.key === 'Escape' && close()}>
      <header class="source-head">
        <div class="source-title">
          <h2 tabIndex={-1} ref={heading}>
            {quote.documentName}
          </h2>
          <p class="quiet">{shown ? factsOf(source) : (quote.documentPath ?? '')}</p>
        </div>
        <button type="button" class="icon-button" onClick={close} aria-label={t('source.close')} title={`${t('source.close')} (Esc)`}>
          <Icon name="close" />
        </button>
      </header>
      <SourceBody source={source} />
    </aside>
  );
}

function factsOf({ document: shown }: OpenSource): string {
  if (!shown) return '';
  const facts = [shown.path === shown.name ? '' : shown.path, bytes(shown.sizeBytes)];
  if (shown.pages) facts.push(t('document.pages', { count: shown.pages }));
  return facts.filter(Boolean).join(' · ');
}

function SourceBody({ source }: { source: OpenSource }) {
  if (source.state === 'loading')
    return (
      <p class="source-note" role="status">
        {t('source.loading')}
      </p>
    );
  if (source.state === 'gone')
    return (
      <p class="source-note" role="alert">
        {t('source.gone')}
      </p>
    );
  if (source.state === 'failed')
    return (
      <p class="source-note" role="alert">
        <ProblemText of={source.problem} />
      </p>
    );
  return <SourceContent key={source.quote.documentId} source={source} />;
}

/** A PDF or a picture as it looks, where it was kept; everything else, and those for whoever prefers it, as the text that was read. */
function SourceContent({ source }: { source: OpenSource }) {
  const [asText, setAsText] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const { document: shown } = source;
  if (problem !== undefined) return <SourceText source={source} why={<Unshown problem={problem} />} />;
  if (!shown?.hasOriginal) return <SourceText source={source} why={shown?.mediaType === 'application/pdf' ? t('pdf.none') : undefined} />;
  const isPicture = shown.mediaType.startsWith('image/');
  const Looks = isPicture ? PicturePart : PdfPart;
  return (
    <div class="source-ways">
      <div class="source-way" role="group" aria-label={t('pdf.shownAs')}>
        <Way label={t(isPicture ? 'picture.whole' : 'pdf.pages')} isChosen={!asText} onClick={() => setAsText(false)} />
        <Way label={t('pdf.text')} isChosen={asText} onClick={() => setAsText(true)} />
      </div>
      {asText ? <SourceText source={source} /> : <Looks source={source} onProblem={setProblem} />}
    </div>
  );
}

function Unshown({ problem }: { problem: unknown }) {
  return (
    <>
      {t('pdf.failed')} <ProblemText of={problem} />
    </>
  );
}

function Way({ label, isChosen, onClick }: { label: string; isChosen: boolean; onClick: () => void }) {
  return (
    <button type="button" class="button button-quiet" aria-pressed={isChosen} onClick={onClick}>
      {label}
    </button>
  );
}
