import { HealthRegistry, MetricsRegistry } from '@docmind/telemetry';
import { Module } from '@nestjs/common';
import { JudgeLicence } from '../grounding/judge/judge-licence.port.js';
import { ModelSelfTest } from './model-self-test.js';

@Module({ providers: [ModelSelfTest, { provide: JudgeLicence, useExisting: ModelSelfTest }], exports: [JudgeLicence] })
export class SelfTestModule {
  constructor(selfTest: ModelSelfTest, health: HealthRegistry, metrics: MetricsRegistry) {
    health.add('model', () => {
      const { model, answers, judges, callsTools, says } = selfTest.result ?? {};
      return model === undefined ? { tested: false } : { tested: true, model, answers, judges, callsTools, message: says };
    });
    const name = 'docmind_model_ability';
    metrics.watch(name, 'What the model in use was seen to do: 1 for yes', ['model', 'ability'], () => {
      const { result } = selfTest;
      if (result === undefined) return [];
      const { model, answers, judges, callsTools } = result;
      return Object.entries({ answers, judges, calls_tools: callsTools }).map(([ability, can]) => ({
        labels: { model, ability },
        value: Number(can),
      }));
    });
  }
}
