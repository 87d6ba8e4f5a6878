import { useState } from 'preact/hooks';
import { t } from '../words/words.js';
import { foldedLength } from './folded.policy.js';

/** A long text by its beginning, until somebody wants all of it. */
export function Folded({ text }: { text: string }) {
  const [isWhole, setWhole] = useState(false);
  const length = foldedLength(text);
  if (length === text.length) return <>{text}</>;
  return (
    <>
      {isWhole ? text : `${text.slice(0, length).trimEnd()} …`}{' '}
      <button type="button" class="fold" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
        {t(isWhole ? 'ask.less' : 'ask.whole')}
      </button>
    </>
  );
}
