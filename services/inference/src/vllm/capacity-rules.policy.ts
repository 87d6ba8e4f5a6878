import { mapped, passed, type Verdict, type VllmContext } from './vllm-command.js';

/** Where no card is known: right for Qwen3-4B FP8 with 128K on 16 GB, and 0.92 is vLLM's own default. */
const UNPLANNED = { utilization: 0.92, sequences: 4, batchedTokens: 2_048 } as const;
/** More fails beside a desktop, and leaves nothing to warn of. */
const MOST_OF_A_CARD = 0.93;
const UNCHECKED = 'not checked against a card: none is known here (--vram names one)';

type NumberOrAuto = number | 'auto';

export function modelLengthVerdict(given: NumberOrAuto, { plan }: VllmContext): Verdict {
  const flag = '--max-model-len';
  if (given === 'auto') {
    return plan?.fits
      ? passed(flag, plan.maxModelLen, 'what fits beside the weights')
      : passed(flag, 'auto', 'vLLM takes what fits when it starts');
  }
  if (!plan?.fits) return passed(flag, given, UNCHECKED);
  if (given <= plan.maxModelLen) return passed(flag, given, `fits: up to ${plan.maxModelLen} would`);
  return mapped(flag, plan.maxModelLen, `vLLM would refuse to start: a KV cache of ${given} tokens does not fit beside the weights`);
}

/** Too much and the card has no room for others; too little and the KV cache of one full context doesn't fit, so vLLM refuses to start. */
export function utilizationVerdict(given: NumberOrAuto, { plan }: VllmContext): Verdict {
  const flag = '--gpu-memory-utilization';
  if (!plan?.fits) return unplannedUtilization(flag, given);
  const best = plan.gpuMemoryUtilization;
  if (given === 'auto') return passed(flag, best, 'what the card can give beside a desktop and the driver');
  if (given > best) return mapped(flag, best, `${given} fails when a desktop or another program holds the rest of the card`);
  const needed = (plan.memory.weights + plan.memory.overhead + plan.memory.kvCache) / plan.memory.total;
  if (given < needed)
    return mapped(
      flag,
      best,
      `${given} of this card cannot hold ${plan.maxModelLen} tokens: ${needed.toFixed(2)} is needed, and vLLM refuses to start`,
    );
  return passed(flag, given, `enough: ${needed.toFixed(2)} is needed`);
}

function unplannedUtilization(flag: string, given: NumberOrAuto): Verdict {
  if (given === 'auto') return passed(flag, UNPLANNED.utilization, `vLLM's own default; ${UNCHECKED}`);
  if (given > MOST_OF_A_CARD) return mapped(flag, UNPLANNED.utilization, `${given} fails beside a desktop; ${UNCHECKED}`);
  return passed(flag, given, UNCHECKED);
}

export function sequencesVerdict(given: NumberOrAuto, { plan }: VllmContext): Verdict {
  const flag = '--max-num-seqs';
  if (!plan?.fits) return given === 'auto' ? passed(flag, UNPLANNED.sequences, UNCHECKED) : passed(flag, given, UNCHECKED);
  if (given === 'auto') return passed(flag, plan.maxNumSeqs, `the KV cache holds ${plan.kvTokens} tokens in all`);
  if (given <= plan.maxNumSeqs) return passed(flag, given, `up to ${plan.maxNumSeqs} share the KV cache well`);
  return mapped(
    flag,
    plan.maxNumSeqs,
    `${given} sequences would push each other out of a KV cache of ${plan.kvTokens} tokens; the others wait their turn`,
  );
}

export function batchedTokensVerdict(given: NumberOrAuto, { plan }: VllmContext): Verdict {
  const flag = '--max-num-batched-tokens';
  if (!plan?.fits) return given === 'auto' ? passed(flag, UNPLANNED.batchedTokens, UNCHECKED) : passed(flag, given, UNCHECKED);
  if (given === 'auto') return passed(flag, plan.maxNumBatchedTokens, 'activations of a larger batch would take memory from the KV cache');
  if (given <= plan.maxNumBatchedTokens) return passed(flag, given, `up to ${plan.maxNumBatchedTokens} leaves the KV cache its room`);
  return mapped(flag, plan.maxNumBatchedTokens, `activations of ${given} tokens would take memory from the KV cache on this card`);
}
