import type { MadeKey, NewKey, Role } from '@docmind/contracts';
import { useState } from 'preact/hooks';
import { ownRoles } from '../account/account.js';
import { sendJson } from '../door/door.js';
import { ActionDialog } from '../parts/action-dialog.js';
import { number, t } from '../words/words.js';

interface NewKeyDialogProps {
  readonly onMade: (made: MadeKey) => void;
  readonly onClose: () => void;
}

const DAY_MS = 24 * 3_600_000;
const ENDS_AFTER_DAYS = [7, 30, 90, 365] as const;
const USUAL_DAYS = '90';

export function NewKeyDialog({ onMade, onClose }: NewKeyDialogProps) {
  const [name, setName] = useState('');
  const [roles, setRoles] = useState<readonly Role[]>(['query']);
  const [days, setDays] = useState(USUAL_DAYS);
  const make = async () => onMade(await sendJson<MadeKey>('POST', '/keys', wantedKey(name, roles, days)));
  return (
    <ActionDialog title={t('keys.new')} action={t('key.make')} isIncomplete={roles.length === 0} onAction={make} onClose={onClose}>
      <label class="field">
        <span>{t('key.name')}</span>
        <input type="text" value={name} maxLength={100} onInput={(event) => setName(event.currentTarget.value)} />
      </label>
      <RoleChoice chosen={roles} onChange={setRoles} />
      <label class="field">
        <span>{t('key.until')}</span>
        <select value={days} onChange={(event) => setDays(event.currentTarget.value)}>
          {ENDS_AFTER_DAYS.map((one) => (
            <option key={one} value={one}>
              {t('key.days', { count: number(one) })}
            </option>
          ))}
          <option value="">{t('key.endless')}</option>
        </select>
      </label>
    </ActionDialog>
  );
}

/** No more than the operator may do. */
function RoleChoice({ chosen, onChange }: { chosen: readonly Role[]; onChange: (roles: readonly Role[]) => void }) {
  return (
    <fieldset class="choices">
      <legend>{t('key.may')}</legend>
      {ownRoles().map((role) => (
        <label key={role} class="choice">
          <input
            type="checkbox"
            checked={chosen.includes(role)}
            onChange={(event) => onChange(event.currentTarget.checked ? [...chosen, role] : chosen.filter((one) => one !== role))}
          />
          <span>{t(`role.${role}`)}</span>
        </label>
      ))}
    </fieldset>
  );
}

function wantedKey(name: string, roles: readonly Role[], days: string): NewKey {
  const named = name.trim() === '' ? {} : { name: name.trim() };
  const ending = days === '' ? {} : { expiresAt: new Date(Date.now() + Number(days) * DAY_MS).toISOString() };
  return { roles: [...roles], ...named, ...ending };
}
