import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../parts/icon.js';
import { t } from '../words/words.js';
import { draft, isAnswering, scope, stop } from './conversation.js';
import { ScopePicker } from './scope-picker.js';
import { scopeChips, without } from './scope.policy.js';

const LONGEST_QUESTION = 32_000;

export function Composer({ onSend }: { onSend: (question: string) => void }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [isPicking, setPicking] = useState(false);
  const text = draft.value;
  useEffect(() => field.current?.focus(), []);
  useEffect(() => grow(field.current), [text]);
  const busy = isAnswering();
  const send = () => {
    const question = text.trim();
    if (question === '' || busy) return;
    draft.value = '';
    onSend(question);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <>
      <form
        class="composer"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <Chips />
        <div class="composer-row">
          <label class="sr-only" for="question">
            {t('ask.question')}
          </label>
          <textarea
            id="question"
            ref={field}
            rows={1}
            maxLength={LONGEST_QUESTION}
            placeholder={t('ask.placeholder')}
            value={text}
            onInput={(event) => (draft.value = event.currentTarget.value)}
            onKeyDown={onKeyDown}
          />
          {busy ? (
            <button type="button" class="icon-button send" onClick={stop} aria-label={t('ask.stop')} title={t('ask.stop')}>
              <Icon name="stop" />
            </button>
          ) : (
            <button
              type="submit"
              class="icon-button send"
              disabled={text.trim() === ''}
              aria-label={t('ask.send')}
              title={`${t('ask.send')} (Enter)`}
            >
              <Icon name="send" />
            </button>
          )}
        </div>
        <div class="composer-foot">
          <button type="button" class="button button-quiet" aria-haspopup="dialog" onClick={() => setPicking(true)}>
            <Icon name="folder" />
            {t(scopeChips(scope.value).length === 0 ? 'scope.all' : 'scope.some')}
          </button>
          <span class="quiet composer-hint">{t('ask.hint')}</span>
        </div>
      </form>
      {isPicking && <ScopePicker onClose={() => setPicking(false)} />}
    </>
  );
}

function Chips() {
  const chips = scopeChips(scope.value);
  if (chips.length === 0) return null;
  return (
    <ul class="chips" aria-label={t('scope.some')}>
      {chips.map((chip) => (
        <li key={`${chip.kind}/${chip.value}`} class="chip">
          <Icon name={chip.kind === 'tags' ? 'tag' : chip.kind === 'folders' ? 'folder' : 'documents'} />
          <span>{chip.value}</span>
          <button
            type="button"
            class="chip-remove"
            aria-label={t('scope.remove', { name: chip.value })}
            onClick={() => (scope.value = without(scope.value, chip))}
          >
            <Icon name="close" />
          </button>
        </li>
      ))}
    </ul>
  );
}

function grow(field: HTMLTextAreaElement | null): void {
  if (!field) return;
  field.style.height = 'auto';
  field.style.height = `${Math.min(field.scrollHeight, 200)}px`;
}
