import type { DocumentPassage } from '@docmind/contracts';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../words/words.js';
import { type Block, blocksOf, cut, type Form, type Run } from './blocks.policy.js';
import { type Mark, repeatedLength } from './quote.policy.js';
import { type OpenSource, openSource } from './source.js';

/** @param why what is shown is the text, and not the document as it looks */
export function SourceText({ source, why }: { source: OpenSource; why?: ComponentChildren }) {
  return (
    <div class="source-body" tabIndex={0} role="region" aria-label={t('source.text')}>
      {why !== undefined && <p class="source-note">{why}</p>}
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
  const form = formOf(openSource.value?.document?.mediaType);
  const isCode = form === 'code';
  const blocks = blocksOf(' '.repeat(repeated) + passage.text.slice(repeated), form);
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

function formOf(mediaType: string | undefined): Form {
  if (mediaType === 'text/x-source-code') return 'code';
  return mediaType === 'text/csv' || mediaType === 'text/tab-separated-values' ? 'separated' : 'prose';
}

function BlockView({ block, mark, isCode }: { block: Block; mark: Mark | undefined; isCode: boolean }) {
  if (block.kind === 'table')
    return (
      // One that is wider than its room is scrolled by keys, too.
      <div class="table-scroll" tabIndex={0} role="group" aria-label={t('source.table')}>
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
