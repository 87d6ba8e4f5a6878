import type { MadeKey } from '@docmind/contracts';
import { useRef, useState } from 'preact/hooks';
import { Dialog } from '../parts/dialog.js';
import { Icon } from '../parts/icon.js';
import { t } from '../words/words.js';

/** The only time that a key is seen. */
export function MadeKeyDialog({ made: { key, entry }, onClose }: { made: MadeKey; onClose: () => void }) {
  const [isCopied, setCopied] = useState(false);
  const text = useRef<HTMLInputElement>(null);
  const copy = async () => {
    text.current?.select();
    try {
      await navigator.clipboard.writeText(key);
      setCopied(true);
    } catch {
      // A page that came without HTTPS from elsewhere has no clipboard: what is selected is copied by hand.
    }
  };
  return (
    <Dialog title={t('key.madeTitle', { name: entry.name ?? entry.id })} onClose={onClose}>
      <p class="dialog-text">{t('key.madeText')}</p>
      <label class="field">
        <span>{t('signIn.key')}</span>
        <input ref={text} type="text" class="key-text" readOnly value={key} onFocus={() => text.current?.select()} />
      </label>
      <div class="dialog-foot">
        <button type="button" class="button" onClick={onClose}>
          {t('dialog.close')}
        </button>
        <button type="button" class="button button-strong" onClick={() => void copy()}>
          <Icon name="copy" />
          <span role="status">{t(isCopied ? 'ask.copied' : 'key.copy')}</span>
        </button>
      </div>
    </Dialog>
  );
}
