import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../words/words.js';
import { Dialog } from './dialog.js';
import { Problem } from './problem.js';

interface ActionDialogProps {
  readonly title: string;
  readonly action: string;
  /** Of what can't be taken back. */
  readonly isDanger?: boolean;
  readonly isIncomplete?: boolean;
  readonly onAction: () => Promise<void>;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** Does one thing, once at a time. What goes wrong is told in the same place, and nothing is closed over it. */
export function ActionDialog({ title, action, isDanger, isIncomplete = false, onAction, onClose, children }: ActionDialogProps) {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const act = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    try {
      await onAction();
      onClose();
    } catch (thrown) {
      setProblem(thrown);
      setBusy(false);
    }
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={(event) => void act(event)}>
        {children}
        <Problem of={problem} />
        <div class="dialog-foot">
          <button type="button" class="button" onClick={onClose}>
            {t('dialog.cancel')}
          </button>
          <button type="submit" class={`button ${isDanger ? 'button-danger' : 'button-strong'}`} disabled={isBusy || isIncomplete}>
            {action}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
