import { describeLlmEngine } from './llm-engine.contract.js';
import { ScriptedEngine } from './scripted.engine.fixture.js';

describeLlmEngine('ScriptedEngine, the fake of other specs,', async () => {
  const engine = new ScriptedEngine('scripted-1');
  return {
    engine,
    model: 'scripted-1',
    tooLong: 'word '.repeat(2_000),
    crash: async () => engine.crash(),
    close: () => engine.close(),
  };
});
