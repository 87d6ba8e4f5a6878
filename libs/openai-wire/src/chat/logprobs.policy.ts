import type { TokenChoices } from '@docmind/contracts';

interface TokenLogprob {
  readonly token: string;
  readonly logprob: number;
  readonly bytes: number[];
}

/** Of each token of a choice, the log probability and what else it could have been. */
export interface ChoiceLogprobs {
  readonly content: readonly (TokenLogprob & { readonly top_logprobs: readonly TokenLogprob[] })[];
  readonly refusal: null;
}

/** Of an answer of one token, the likeliest: all that engines without OpenAI's format tell. */
export function logprobsOf(firstToken: TokenChoices | undefined): ChoiceLogprobs | null {
  const top = (firstToken ?? []).map(({ text: token, logprob }) => ({ token, logprob, bytes: [...Buffer.from(token)] }));
  return top[0] ? { content: [{ ...top[0], top_logprobs: top }], refusal: null } : null;
}
