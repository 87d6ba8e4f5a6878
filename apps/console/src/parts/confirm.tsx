import { ActionDialog } from './action-dialog.js';

interface ConfirmProps {
  readonly title: string;
  readonly text: string;
  readonly action: string;
  readonly onConfirm: () => Promise<void>;
  readonly onClose: () => void;
}

/** For what can't be taken back. */
export function Confirm({ text, onConfirm, ...rest }: ConfirmProps) {
  return (
    <ActionDialog {...rest} isDanger onAction={onConfirm}>
      <p class="dialog-text">{text}</p>
    </ActionDialog>
  );
}
