import { useEffect, useMemo, useState } from 'preact/hooks';
import type { PdfViewProps } from '../pdf/pdf-view.js';
import { t } from '../words/words.js';
import { placeToOpen } from './place.policy.js';
import type { OpenSource } from './source.js';

type View = (props: PdfViewProps) => preact.JSX.Element;

/** The pages of a PDF. What shows them is large, and fetched when the first one is opened. */
export function PdfPart({ source, onProblem }: { source: OpenSource; onProblem: (problem: unknown) => void }) {
  const [loaded, setLoaded] = useState<{ readonly View: View }>();
  useEffect(() => {
    import('../pdf/pdf-view.js').then(({ default: View }) => setLoaded({ View }), onProblem);
  }, []);
  const { page, boxes } = useMemo(() => placeToOpen(source), [source]);
  const { document: shown } = source;
  if (!loaded || !shown)
    return (
      <p class="source-note" role="status">
        {t('source.loading')}
      </p>
    );
  const url = `/documents/${encodeURIComponent(shown.id)}/original`;
  return <loaded.View url={url} contentHash={shown.contentHash} page={page} boxes={boxes} onProblem={onProblem} />;
}
