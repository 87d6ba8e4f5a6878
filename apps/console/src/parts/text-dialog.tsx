import { useState } from 'preact/hooks';
import { t } from '../words/words.js';
import { Dialog } from './dialog.js';

interface TextDialogProps {
  readonly title: string;
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly maxLength: number;
  readonly onSave: (value: string) => Promise<void>;
  readonly onClose: () => void;
}

/** One line of text to change. */
export function TextDialog({ title, label, hint, value, maxLength, onSave, onClose }: TextDialogProps) {
  const [text, setText] = useState(value);
  const [problem, setProblem] = useState('');
  const save = async (event: Event) => {
    event.preventDefault();
    try {
      await onSave(text.trim());
      onClose();
    } catch (thrown) {
      setProblem((thrown as Error).message);
    }
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={(event) => void save(event)}>
        <label class="field">
          <span>{label}</span>
          <input type="text" value={text} maxLength={maxLength} onInput={(event) => setText(event.currentTarget.value)} />
        </label>
        {hint && <p class="quiet">{hint}</p>}
        {problem && (
          <p class="problem" role="alert">
            {problem}
          </p>
        )}
        <div class="dialog-foot">
          <button type="button" class="button" onClick={onClose}>
            {t('dialog.cancel')}
          </button>
          <button type="submit" class="button button-strong">
            {t('dialog.save')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
