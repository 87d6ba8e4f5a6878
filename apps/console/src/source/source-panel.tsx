import type { DocumentPassage } from '@docmind/contracts';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../parts/icon.js';
import { bytes, t } from '../words/words.js';
import { type Block, blocksOf, cut, type Run } from './blocks.policy.js';
import { type Mark, repeatedLength } from './quote.policy.js';
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
        {source.problem}
      </p>
    );
  return (
    <div class="source-body" tabIndex={0} role="region" aria-label={t('source.text')}>
      {source.quote.quote !== undefined && !source.mark && <p class="source-note">{t('source.changed')}</p>}
      {source.passages.map((passage, index) => (
        <Passage
          key={passage.chunkId}
          passage={passage}
          before={source.passages[index - 1]}
          mark={source.mark?.at === index ? source.mark : undefined}
        />
      ))}
    </div>
  );
}

function Passage({ passage, before, mark }: { passage: DocumentPassage; before: DocumentPassage | undefined; mark: Mark | undefined }) {
  const element = useRef<HTMLElement>(null);
  useEffect(() => {
    const marked = element.current?.querySelector('mark') ?? element.current;
    if (mark) marked?.scrollIntoView({ block: 'center' });
  }, [mark?.at, mark?.start]);
  const repeated = mark ? Math.min(repeatedLength(before, passage), mark.start) : repeatedLength(before, passage);
  const isCode = openSource.value?.document?.mediaType === 'text/x-source-code';
  const blocks = blocksOf(' '.repeat(repeated) + passage.text.slice(repeated), isCode);
  const isNewPage = passage.page !== undefined && passage.page !== before?.page;
  const heading = passage.heading !== before?.heading ? passage.heading : undefined;
  return (
    <section class={mark ? 'passage passage-marked' : 'passage'} ref={element}>
      {isNewPage && <p class="page-number">{t('source.page', { page: passage.place?.pageLabel ?? passage.page ?? '' })}</p>}
      {heading && <h3 class="passage-heading">{heading}</h3>}
      {blocks.map((block, index) => (
        <BlockView key={index} block={block} mark={mark} isCode={isCode} />
      ))}
    </section>
  );
}

function BlockView({ block, mark, isCode }: { block: Block; mark: Mark | undefined; isCode: boolean }) {
  if (block.kind === 'table')
    return (
      <div class="table-scroll">
        <table>
          <tbody>
            {block.rows.map((cells, row) => (
              <tr key={row}>
                {cells.map((cell, column) => (
                  <td key={column}>
                    <Marked run={cell} mark={mark} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    );
  return (
    <p class={`line-${block.kind}${isCode ? ' line-code' : ''}`}>
      <Marked run={block.run} mark={mark} />
    </p>
  );
}

function Marked({ run, mark }: { run: Run; mark: Mark | undefined }) {
  const [before, inside, after] = cut(run, mark);
  return (
    <>
      {before}
      {inside && <mark>{inside}</mark>}
      {after}
    </>
  );
}
