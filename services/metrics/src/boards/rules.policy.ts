import type { GateDefinition } from '../gates/lists/gate.types.js';
import { GATE_WINDOW } from '../gates/judge.policy.js';
import { GPU } from '../gates/lists/inference-gates.js';
import { passPromqlOf, promqlOf, samplesPromqlOf } from '../gates/promql.policy.js';

/** Value, samples and verdict of each gate as recording rules for Prometheus, and an alert for one that fails. */
export function gateRulesOf(gates: readonly GateDefinition[]): string {
  return `# Made from the list of gates by \`npx vitest run test/docs/dashboards.spec.ts -u\`; change that instead.
groups:
  - name: docmind-gates
    interval: 30s
    rules:
${gates.flatMap(rulesOf).join('')}
      - alert: DocmindGateFails
        expr: docmind:gate:pass == 0
        for: 15m
        labels: { severity: warning }
        annotations:
          summary: 'The gate {{ $labels.gate }} fails'
          description: 'docmind gates says what it asks for and what was measured over the last hour.'
`;
}

function rulesOf({ id, figure, target, needs, minSamples = 1 }: GateDefinition): string[] {
  if (!figure) return [];
  const labels = `{ gate: ${id}${needs === undefined ? '' : `, needs: ${needs}`} }`;
  const own = `{gate=${JSON.stringify(id)}}`;
  const value = promqlOf(figure, GATE_WINDOW);
  const enough = `${passPromqlOf(`docmind:gate:value${own}`, target)} and on (gate) docmind:gate:samples${own} >= ${minSamples}`;
  const pass = needs === 'gpu' ? `${enough} and on () count(${GPU.metric})` : enough;
  return [
    rule('docmind:gate:value', value, labels),
    rule('docmind:gate:samples', samplesPromqlOf(figure, GATE_WINDOW), labels),
    rule('docmind:gate:pass', pass, labels),
  ];
}

function rule(record: string, expr: string, labels: string): string {
  return `      - record: ${record}\n        expr: ${quoted(expr)}\n        labels: ${labels}\n`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
