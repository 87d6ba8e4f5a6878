// docs/gates.md, made of the list of gates.
import type { Gate } from '@docmind/contracts';
import { type GateDefinition, promqlOf } from '@docmind/metrics';

const INTRODUCTION = `# Gates

<!-- Made from the list of gates by \`npx vitest run test/docs/dashboards.spec.ts -u\`; change that instead. -->

What each gate asks for, and what it is computed from, over the last hour. \`docmind gates\` and \`GET :9090/gates\` compute it from what the services report; the
rules in \`deploy/prometheus/gates.yml\` are the same for Prometheus, with the PromQL shown here. [operations.md](operations.md#gates) says how to read them.

- **No data is never a pass.** A gate has none where nothing was counted, or fewer samples than it needs.
- A gate "on a GPU" has a value everywhere, and a verdict where the metrics service sees a GPU.
- Where no figure of a running stack shows a gate, a command does, or nothing does yet.
- The services' own figures begin with 0 at their start. Prometheus learns growth between its scrapes only, and extrapolates it to the edges of the hour: it may
  differ by what a service counted before its first scrape, and by some percent while little is counted.
- The metrics service can't see its own absence: \`up{service="metrics"}\` of Prometheus can.
`;

const TITLES: Readonly<Record<Gate['group'], string>> = {
  inference: 'Inference',
  caching: 'Caching',
  agents: 'Agents',
  reliability: 'Reliability',
  quality: 'Quality',
};

/** With the targets that the settings have by themselves. */
export function gatesPageOf(gates: readonly GateDefinition[]): string {
  const groups = Object.entries(TITLES).map(([group, title]) => {
    const own = gates.filter((gate) => gate.group === group);
    return `## ${title}\n\n| gate | what | of | target | computed from |\n| --- | --- | --- | --- | --- |\n${own.map(rowOf).join('\n')}\n`;
  });
  return [INTRODUCTION, ...groups].join('\n');
}

const SIGNS = { above: '>', below: '<', atLeast: '>=', atMost: '<=' } as const;

function rowOf(gate: GateDefinition): string {
  const { id, title, source, target, unit, needs, figure, shownBy } = gate;
  const bounds = Object.entries(target).map(([bound, value]) => `${SIGNS[bound as keyof typeof SIGNS]} ${value} ${unit}`);
  const shown = shownBy === undefined ? 'nothing yet' : `\`${shownBy}\``;
  const from = figure ? `\`${promqlOf(figure, '1h').replaceAll('|', '\\|')}\`` : shown;
  const cells = [`\`${id}\``, title + (needs === 'gpu' ? ' (on a GPU)' : ''), source, bounds.join(', '), from];
  return `| ${cells.join(' | ')} |`;
}
