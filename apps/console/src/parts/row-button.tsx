import { Icon, type IconName } from './icon.js';

/** What may be done with a row: a sign, whose words are read out and shown where the pointer rests. */
export function RowButton({ icon, label, onClick }: { icon: IconName; label: string; onClick: () => void }) {
  return (
    <button type="button" class="icon-button" aria-label={label} title={label} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
}
