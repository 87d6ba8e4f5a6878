import { Icon } from '../parts/icon.js';
import { percent, t } from '../words/words.js';
import { labelOf, type PageLabels, pageMeant } from './page-labels.policy.js';
import { zoomed } from './zoom.policy.js';

interface ToolsProps {
  readonly page: number;
  readonly pages: number;
  readonly labels: PageLabels;
  readonly zoom: number;
  readonly onPage: (page: number) => void;
  readonly onZoom: (zoom: number) => void;
}

export function PdfTools({ page, pages, labels, zoom, onPage, onZoom }: ToolsProps) {
  const label = labelOf(labels, page);
  const goTo = (input: HTMLInputElement): void => {
    const wanted = pageMeant(input.value, labels, pages);
    if (wanted !== undefined) onPage(wanted);
    // As it is shown of the page that is seen.
    input.value = labelOf(labels, wanted ?? page);
  };
  const shown = percent(Math.round(zoom * 100) / 100);
  return (
    <div class="pdf-tools" role="toolbar" aria-label={t('pdf.tools')}>
      <Tool icon="previous" label={t('pdf.previous')} isOff={page <= 1} onClick={() => onPage(page - 1)} />
      <label class="pdf-page">
        <span class="pdf-page-word">{t('pdf.pageWord')}</span>
        <input
          type="text"
          inputMode={labels ? 'text' : 'numeric'}
          value={label}
          onChange={(event) => goTo(event.currentTarget)}
          onFocus={(event) => event.currentTarget.select()}
        />
        <span>{labels ? t('pdf.sheet', { page, pages }) : `/ ${pages}`}</span>
      </label>
      <Tool icon="next" label={t('pdf.next')} isOff={page >= pages} onClick={() => onPage(page + 1)} />
      <span class="pdf-zoom">
        <Tool icon="minus" label={t('pdf.smaller')} isOff={zoomed(zoom, 'out') === zoom} onClick={() => onZoom(zoomed(zoom, 'out'))} />
        <button
          type="button"
          class="button button-quiet"
          onClick={() => onZoom(1)}
          aria-label={`${shown}: ${t('pdf.fit')}`}
          title={t('pdf.fit')}
        >
          {shown}
        </button>
        <Tool icon="plus" label={t('pdf.larger')} isOff={zoomed(zoom, 'in') === zoom} onClick={() => onZoom(zoomed(zoom, 'in'))} />
      </span>
    </div>
  );
}

function Tool({
  icon,
  label,
  isOff,
  onClick,
}: {
  icon: 'previous' | 'next' | 'minus' | 'plus';
  label: string;
  isOff: boolean;
  onClick: () => void;
}) {
  return (
    <button type="button" class="icon-button" aria-label={label} title={label} disabled={isOff} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
}
