import { useState } from 'preact/hooks';
import { t } from '../words/words.js';
import { ActionDialog } from './action-dialog.js';

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
  return (
    <ActionDialog title={title} action={t('dialog.save')} onAction={() => onSave(text.trim())} onClose={onClose}>
      <label class="field">
        <span>{label}</span>
        <input type="text" value={text} maxLength={maxLength} onInput={(event) => setText(event.currentTarget.value)} />
      </label>
      {hint && <p class="quiet">{hint}</p>}
    </ActionDialog>
  );
}
