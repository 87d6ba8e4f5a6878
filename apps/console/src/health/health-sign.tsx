import { useEffect } from 'preact/hooks';
import { t } from '../words/words.js';
import { health, watchHealth } from './health.js';

/** One word beside the name: whether the stack can answer. */
export function HealthSign() {
  useEffect(watchHealth, []);
  const { state } = health.value;
  if (state === 'unknown') return null;
  return (
    <a class={`health-sign health-${state}`} href="#/health">
      {t(`health.${state}`)}
    </a>
  );
}
