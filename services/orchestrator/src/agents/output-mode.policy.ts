import type { GraphOptions, TraceMessage } from '@docmind/contracts';
import type { AnyAgent } from '../graph/graph-agent.port.js';

const LONGEST_VALUE = 200;
const LONGEST_LIST = 10;

/** What the others see of an agent's turn. */
export function turnMessages(
  agent: Pick<AnyAgent, 'name' | 'tell'>,
  output: object,
  exchanged: readonly TraceMessage[],
  { outputMode }: Pick<GraphOptions, 'outputMode'>,
): TraceMessage[] {
  const content = outputMode === 'structured' ? asData(output) : agent.tell(output as never);
  const last: TraceMessage = { role: 'assistant', name: agent.name, content };
  return outputMode === 'full_history' ? [...exchanged, last] : [last];
}

/** JSON that stays short: long texts and lists are cut, never in the middle of a value's form. */
function asData(output: object): string {
  return JSON.stringify(output, (_key, value: unknown) => {
    if (typeof value === 'string' && value.length > LONGEST_VALUE) return `${value.slice(0, LONGEST_VALUE - 1)}…`;
    return Array.isArray(value) ? value.slice(0, LONGEST_LIST) : value;
  });
}
