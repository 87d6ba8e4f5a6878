// Preloaded into the cache service: how long each embedding took, so that the rest of a lookup's time is the service's own.
import { OnnxEmbedder } from '../../services/cache/dist/embedding/embedders/onnx.embedder.js';

const times = [];
const { embed } = OnnxEmbedder.prototype;

OnnxEmbedder.prototype.embed = async function timedEmbed(text, kind, signal) {
  const startedAt = performance.now();
  try {
    return await embed.call(this, text, kind, signal);
  } finally {
    times.push(performance.now() - startedAt);
  }
};

process.on('message', ({ ask }) => {
  if (ask === 'embed times') process.send?.({ answer: times.splice(0) });
});
