import { has } from '../account/account.js';
import { t } from '../words/words.js';
import { health } from './health.js';
import { overview } from './overview.js';
import { OverviewView } from './overview-view.js';
import { Part } from './part.js';

/** What the page has a word for; else as the door calls it. */
function nameOf(part: string): string {
  return part === 'model' || part === 'disk' || part === 'messaging' ? t(`part.${part}`) : part;
}

export function HealthPage() {
  const { state, parts } = health.value;
  const isListed = (name: string) => overview.value?.gates?.services.some((service) => service.name === name) ?? false;
  return (
    <div class="page">
      <section class="page-main" aria-labelledby="health-title">
        <header class="page-head">
          <h1 id="health-title">{t('nav.health')}</h1>
          <p class={`health-sign health-${state}`}>{t(`health.${state}`)}</p>
        </header>
        <ul class="parts parts-short">
          {Object.entries(parts).map(
            ([name, { status, message }]) =>
              !isListed(name) && (
                <Part key={name} isGood={status === 'up'} name={nameOf(name)} says={t(`health.${status}`)} why={message} />
              ),
          )}
        </ul>
        {has('operate') && <OverviewView />}
      </section>
    </div>
  );
}
