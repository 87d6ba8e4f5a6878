import { useEffect, useMemo, useState } from 'preact/hooks';
import { Dialog } from '../parts/dialog.js';
import { Problem } from '../parts/problem.js';
import { t } from '../words/words.js';
import { scope } from './conversation.js';
import { isChosen, type ScopeChip, scopeChips, withChip, without } from './scope.policy.js';
import { foldersOf, loadShelf, shelf, tagsOf } from './shelf.js';

/** More than these are found by typing. */
const SHOWN = 100;

export function ScopePicker({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<unknown>();
  useEffect(() => void loadShelf().catch(setProblem), []);
  const documents = shelf.value;
  const choices = useMemo((): ScopeChip[] => {
    if (!documents) return [];
    const folders = foldersOf(documents).map((value): ScopeChip => ({ kind: 'folders', value }));
    const tags = tagsOf(documents).map((value): ScopeChip => ({ kind: 'tags', value }));
    return [...folders, ...tags, ...documents.map(({ path }): ScopeChip => ({ kind: 'documents', value: path }))];
  }, [documents]);
  const wanted = text.trim().toLowerCase();
  const found = choices.filter(({ value }) => value.toLowerCase().includes(wanted));
  const toggle = (chip: ScopeChip) =>
    (scope.value = isChosen(scope.value, chip) ? without(scope.value, chip) : withChip(scope.value, chip));
  return (
    <Dialog title={t('scope.title')} onClose={onClose}>
      <label class="field">
        <span>{t('scope.search')}</span>
        <input type="search" value={text} onInput={(event) => setText(event.currentTarget.value)} />
      </label>
      <Problem of={problem} />
      {!documents && !problem && <p class="quiet">{t('documents.loading')}</p>}
      <ul class="choices">
        {found.slice(0, SHOWN).map((chip) => (
          <li key={`${chip.kind}/${chip.value}`}>
            <label class="choice">
              <input type="checkbox" checked={isChosen(scope.value, chip)} onChange={() => toggle(chip)} />
              <span class="choice-kind">{t(`scope.${chip.kind}`)}</span>
              <span class="choice-name">{chip.value}</span>
            </label>
          </li>
        ))}
      </ul>
      {found.length > SHOWN && <p class="quiet">{t('scope.more', { count: found.length - SHOWN })}</p>}
      <div class="dialog-foot">
        <button type="button" class="button" disabled={scopeChips(scope.value).length === 0} onClick={() => (scope.value = {})}>
          {t('scope.clear')}
        </button>
        <button type="button" class="button button-strong" onClick={onClose}>
          {t('scope.done')}
        </button>
      </div>
    </Dialog>
  );
}
