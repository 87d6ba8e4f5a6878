import { Icon } from '../parts/icon.js';
import { t } from '../words/words.js';
import { health } from './health.js';

export function HealthPage() {
  const { state, parts } = health.value;
  return (
    <div class="page">
      <section class="page-main" aria-labelledby="health-title">
        <header class="page-head">
          <h1 id="health-title">{t('nav.health')}</h1>
          <p class={`health-sign health-${state}`}>{t(`health.${state}`)}</p>
        </header>
        <ul class="parts">
          {Object.entries(parts).map(([name, { status, message }]) => (
            <li key={name} class={`part part-${status}`}>
              <Icon name={status === 'up' ? 'check' : 'warning'} />
              <span>
                <strong>{name}</strong> {t(`health.${status}`)}
                {message && <span class="quiet">: {message}</span>}
              </span>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
