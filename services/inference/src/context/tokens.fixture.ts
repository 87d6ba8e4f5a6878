import type { ChatMessage, ChatRequest } from '@docmind/contracts';
import type { TokenSizes } from './token-sizes.port.js';

/** How byte-pair vocabularies of today split a text before they merge bytes. */
const WORDS = /'(?:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+/gu;
const TOKEN_BYTES = 4;

function tokensOf(text: string): number {
  let tokens = 0;
  for (const [word] of text.matchAll(WORDS)) tokens += Math.ceil(Buffer.byteLength(word) / TOKEN_BYTES);
  return tokens;
}

/** A tokenizer with ChatML's template and a default system prompt, that counts how often it is asked. */
export class CountingTokenizer implements TokenSizes {
  counted = 0;
  tokenized = 0;

  async countTokens(texts: readonly string[]): Promise<number[]> {
    this.counted += texts.length;
    return texts.map(tokensOf);
  }

  async tokenize(input: Parameters<TokenSizes['tokenize']>[0]): ReturnType<TokenSizes['tokenize']> {
    this.tokenized++;
    const count = 'prompt' in input ? tokensOf(input.prompt) : this.promptTokens(input.messages, input.tools);
    return { tokens: Array.from({ length: count }, () => 0), maxModelLength: undefined };
  }

  promptTokens(messages: readonly ChatMessage[], tools?: ChatRequest['tools']): number {
    const turns = messages.map(({ role, content, tool_calls }) => {
      const calls = tool_calls && tool_calls.length > 0 ? JSON.stringify(tool_calls) : '';
      return `<|im_start|>${role}\n${content}${calls}<|im_end|>\n`;
    });
    const first = messages[0]?.role === 'system' ? '' : '<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n';
    const toolsText = tools && tools.length > 0 ? JSON.stringify(tools) : '';
    return (
      tokensOf(first) + tokensOf(toolsText) + turns.reduce((sum, turn) => sum + tokensOf(turn), 0) + tokensOf('<|im_start|>assistant\n')
    );
  }
}

/** No half of a surrogate pair stands alone: UTF-8 has no form for it. */
export function isWellFormed(text: string): boolean {
  return Buffer.from(text).toString() === text;
}
