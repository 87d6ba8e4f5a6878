import { openModelStore } from '@docmind/models';
import { readSelfTests, type TestedModel } from '@docmind/orchestrator';
import { modelsDir } from '../config/models.js';
import type { StackConfig } from '../config/stack-config.js';
import type { Finding } from './finding.js';

/** What the configured model was seen to do, by the self-test that the running stack made of it. */
export function abilitiesFinding(config: StackConfig): Finding {
  const model = config.orchestrator.INFERENCE_MODEL;
  const what = `abilities of ${model}`;
  if (config.orchestrator.MODEL_SELF_TEST === 'off')
    return { what, verdict: 'note', says: 'not tested, MODEL_SELF_TEST is off: no model judges answers' };
  const tested = testedAs(config, model);
  if (tested === undefined) return { what, verdict: 'note', says: 'not tested yet; the stack tests a model when it first serves it' };
  const { answers, judges, callsTools, says, at } = tested;
  const list = `answers: ${yesNo(answers)}, judges: ${yesNo(judges)}, calls tools: ${yesNo(callsTools)}`;
  return { what, verdict: answers ? 'ok' : 'note', says: `${list} (${says}; ${at.slice(0, 10)})` };
}

/** By its file where we know its hash, as another model may have had its name. */
function testedAs(config: StackConfig, model: string): TestedModel | undefined {
  const sha256 = config.inference.INFERENCE_ENGINE === 'llama' ? hashOf(config, model) : undefined;
  const tests = readSelfTests(config.common.DOCMIND_DATA_DIR);
  return tests.find((one) => (sha256 === undefined ? one.model === model : one.sha256 === sha256));
}

function hashOf(config: StackConfig, model: string): string | undefined {
  const { catalogue } = openModelStore(modelsDir(config));
  return catalogue.has(model) ? catalogue.get(model).files?.find(({ name }) => name.endsWith('.gguf'))?.sha256 : undefined;
}

function yesNo(can: boolean): string {
  return can ? 'yes' : 'no';
}
