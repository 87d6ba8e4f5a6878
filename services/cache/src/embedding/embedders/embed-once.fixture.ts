// For a process of its own: embeds one text and ends.
import { modelsDirForTests } from '@docmind/testing';
import { createEmbedder } from './create-embedder.js';

const embedder = await createEmbedder({ id: 'bge-small-en-v1.5-int8', modelsDir: modelsDirForTests() });
process.stdout.write(`${(await embedder.embed('How long are daily snapshots kept?', 'question')).length}`);
await embedder.close();
