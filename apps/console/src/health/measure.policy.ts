// A gate's figures, as people of the language write them.
import type { Gate } from '@docmind/contracts';
import { bytes, duration, number, percent, t } from '../words/words.js';

const SIGNS = { above: '>', below: '<', atLeast: '≥', atMost: '≤' } as const;

export function measured(value: number, unit: Gate['unit']): string {
  switch (unit) {
    case 'seconds':
      return duration(value * 1_000);
    case 'bytes':
      return bytes(value);
    case 'ratio':
      return percent(value);
    case 'tokens/s':
      return t('gates.tokens', { count: number(value, { maximumFractionDigits: 0 }) });
    case 'count':
      return number(value);
  }
}

export function targetOf(target: Gate['target'], unit: Gate['unit']): string {
  const bounds = Object.entries(target) as [keyof typeof SIGNS, number][];
  return bounds.map(([bound, value]) => `${SIGNS[bound]} ${measured(value, unit)}`).join(', ');
}
