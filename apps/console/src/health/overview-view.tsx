import type { Overview } from '@docmind/contracts';
import { useEffect } from 'preact/hooks';
import { bytes, percent, t } from '../words/words.js';
import { EnginesView } from './engines-view.js';
import { GatesView } from './gates-view.js';
import { health } from './health.js';
import { overview, watchOverview } from './overview.js';
import { Part } from './part.js';

/** For operators: what the services say of themselves, the engines, and the gates. */
export function OverviewView() {
  useEffect(watchOverview, []);
  const known = overview.value;
  if (known === undefined) return null;
  const { gates, backends, resources, grafana } = known;
  return (
    <>
      {gates && <Services services={gates.services} />}
      <section aria-labelledby="engines-title">
        <h2 id="engines-title">{t('health.engines')}</h2>
        {backends ? <EnginesView backends={backends} /> : <Silent />}
        {resources && <Memory {...resources} />}
      </section>
      <section aria-labelledby="gates-title">
        <h2 id="gates-title">{t('health.gates')}</h2>
        {gates ? <GatesView {...gates} /> : <Silent />}
      </section>
      {grafana && (
        <p>
          <a href={grafana} target="_blank" rel="noreferrer">
            {t('health.dashboards')}
          </a>
        </p>
      )}
    </>
  );
}

function Silent() {
  return <p class="quiet">{t('health.silent')}</p>;
}

function Services({ services }: { services: NonNullable<Overview['gates']>['services'] }) {
  return (
    <section aria-labelledby="services-title">
      <h2 id="services-title">{t('health.services')}</h2>
      <ul id="services" class="parts parts-short">
        {services.map(({ name, isUp, isReady }) => {
          const part = health.value.parts[name];
          // It says so itself every ten seconds; the door may know better by now.
          const isGood = isUp && isReady && part?.status !== 'down';
          const says = isGood ? 'health.up' : isUp ? 'health.down' : 'health.unreachable';
          return <Part key={name} isGood={isGood} name={name} says={t(says)} why={part?.message} />;
        })}
      </ul>
    </section>
  );
}

function Memory({ vram_used: used, vram_total: total, ram_used: ram }: NonNullable<Overview['resources']>) {
  const hasNone = used === null || total === null || total === 0;
  return (
    <p class="quiet">
      {hasNone ? t('health.noGpu') : t('health.gpu', { used: bytes(used), total: bytes(total), part: percent(used / total) })}{' '}
      {t('health.memory', { used: bytes(ram) })}
    </p>
  );
}
