import type { TokenSizes } from './token-sizes.port.js';

export interface TemplateCost {
  /** Once a prompt: begin marks, a default system prompt, the start of the answer. */
  readonly fixedTokens: number;
  /** Each message beside its content: role, marks, line breaks. */
  readonly messageTokens: number;
}

const PROBE = 'x';
/** One token above what was measured: roles differ in how many tokens their names take. */
const ROLE_TOKENS = 1;

/** What a model's chat template adds, measured with its own tokenizer on two small conversations. */
export async function measureTemplate(engine: TokenSizes, signal: AbortSignal): Promise<TemplateCost> {
  const user = { role: 'user' as const, content: PROBE };
  const [probe = 1] = await engine.countTokens([PROBE], signal);
  const one = (await engine.tokenize({ messages: [user] }, signal)).tokens.length;
  const three = (await engine.tokenize({ messages: [user, { role: 'assistant', content: PROBE }, user] }, signal)).tokens.length;
  return { fixedTokens: one - probe, messageTokens: Math.max(0, Math.ceil((three - one) / 2) - probe) + ROLE_TOKENS };
}
