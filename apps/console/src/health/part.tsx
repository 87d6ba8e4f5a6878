import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from '../parts/icon.js';

interface PartOptions {
  readonly isGood: boolean;
  readonly icon?: IconName | undefined;
  readonly name: string;
  readonly says: string;
  readonly why?: string | undefined;
  readonly children?: ComponentChildren;
}

export function Part({ isGood, icon, name, says, why, children }: PartOptions) {
  return (
    <li class={`part part-${isGood || icon ? 'up' : 'down'}`}>
      <Icon name={icon ?? (isGood ? 'check' : 'warning')} />
      <span>
        <strong>{name}</strong> {says}
        {why && (
          <span class="quiet" lang="en">
            : {why}
          </span>
        )}
      </span>
      {children}
    </li>
  );
}
