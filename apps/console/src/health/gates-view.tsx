import type { Gate, GatesReport } from '@docmind/contracts';
import { Icon, type IconName } from '../parts/icon.js';
import { number, t } from '../words/words.js';
import { gateTitle } from './gate-title.js';
import { measured, targetOf } from './measure.policy.js';

const VERDICTS = [
  { verdict: 'fail', key: 'fail', icon: 'warning' },
  { verdict: 'pass', key: 'pass', icon: 'check' },
  { verdict: 'no data', key: 'noData', icon: 'none' },
] as const satisfies readonly { verdict: Gate['verdict']; key: keyof GatesReport['counts']; icon: IconName }[];

/** Those that fail are open; what passes, and what nothing was seen of, can be opened. */
export function GatesView({ gates, counts, seenSeconds }: GatesReport) {
  return (
    <>
      <p class="quiet">{t('gates.window', { minutes: number(Math.max(1, Math.round(seenSeconds / 60))) })}</p>
      {VERDICTS.filter(({ key }) => counts[key] > 0).map(({ verdict, key, icon }) => (
        <details key={key} class={`gates gates-${key}`} open={verdict === 'fail'}>
          <summary>
            <Icon name={icon} /> {t(`gates.${key}`, { count: number(counts[key]) })}
          </summary>
          <ul>
            {gates
              .filter((gate) => gate.verdict === verdict)
              .map((gate) => (
                <GateRow key={gate.id} {...gate} />
              ))}
          </ul>
        </details>
      ))}
    </>
  );
}

function GateRow(gate: Gate) {
  const { target, unit, value, needs } = gate;
  const { text, lang } = gateTitle(gate);
  return (
    <li class="gate">
      <span lang={lang}>{text}</span>
      <span class="quiet">
        {value === null ? '' : `${measured(value, unit)} · `}
        {t('gates.target', { target: targetOf(target, unit) })}
        {needs === 'gpu' ? ` · ${t('gates.onGpu')}` : ''}
      </span>
    </li>
  );
}
