import type { BackendInfo } from '@docmind/contracts';
import { useEffect } from 'preact/hooks';
import type { IconName } from '../parts/icon.js';
import { ProblemText } from '../parts/problem.js';
import { duration, percent, t } from '../words/words.js';
import { engineSwitch, forgetOutcome, switchEngine } from './engine-switch.js';
import { Part } from './part.js';

/** What each engine is doing; one that is not in use can be put to use, and is then seen to load. */
export function EnginesView({ backends }: { backends: readonly BackendInfo[] }) {
  useEffect(() => forgetOutcome, []);
  const asked = engineSwitch.value;
  const isBusy = asked !== undefined && !asked.isOver;
  return (
    <>
      <ul class="parts">
        {backends.map((backend) => (
          <Engine key={backend.name} {...backend}>
            {!backend.active && (
              <button type="button" class="button" disabled={isBusy} onClick={() => void switchEngine(backend.name)}>
                {t('engine.use', { name: backend.name })}
              </button>
            )}
          </Engine>
        ))}
      </ul>
      <p role="status" class="quiet">
        {isBusy && t('engine.switching', { name: asked.to, time: duration(performance.now() - asked.startedAt) })}
      </p>
      {asked?.problem !== undefined && (
        <p class="problem" role="alert">
          {t('engine.notSwitched', { name: asked.to })} <ProblemText of={asked.problem} />
        </p>
      )}
    </>
  );
}

function Engine({ children, ...backend }: BackendInfo & { children: preact.ComponentChildren }) {
  const { name, model, state, active, running, reason } = backend;
  const isGood = state === 'ready' || state === 'idle' || state === 'sleeping';
  const busy: IconName | undefined = state === 'loading' || state === 'draining' ? 'retry' : undefined;
  const says = [
    busy ? progressOf(backend) : t(`engine.${state}`),
    ...(active ? [t('engine.active')] : []),
    ...(running > 0 ? [t('engine.running', { running })] : []),
  ];
  return (
    <Part isGood={isGood} icon={busy} name={`${name} (${model})`} says={says.join(', ')} why={reason}>
      {children}
    </Part>
  );
}

/** How far a change is, and for how long: a share only where the engine tells one. */
function progressOf({ state, inStateMs, loadedShare, lastLoadMs }: BackendInfo): string {
  const facts = [t(`engine.${state}`), t('engine.since', { time: duration(inStateMs) })];
  if (loadedShare !== undefined) facts.push(t('engine.share', { share: percent(Math.round(loadedShare * 100) / 100) }));
  if (state === 'loading' && lastLoadMs !== undefined) facts.push(t('engine.lastLoad', { time: duration(lastLoadMs) }));
  return facts.join(', ');
}
