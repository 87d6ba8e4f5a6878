"""GGUF to a checkpoint in 16 bit that vLLM reads: `python vllm-model.py FILE.gguf FOLDER`. For a Llama with tied embeddings, as SmolLM2 is."""
import json, os, sys
import torch
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM, AutoTokenizer

path, target = sys.argv[1:]
folder, name = os.path.split(os.path.abspath(path))
AutoTokenizer.from_pretrained(folder, gguf_file=name).save_pretrained(target)
model = AutoModelForCausalLM.from_pretrained(folder, gguf_file=name, dtype=torch.bfloat16)
# The model's own `save_pretrained` refuses what was read from a GGUF, although it is unpacked by then.
weights = {key: value.contiguous() for key, value in model.state_dict().items() if key != "lm_head.weight"}
packed = [key for key, value in weights.items() if value.dtype != torch.bfloat16]
if packed:
    sys.exit(f"still packed: {', '.join(packed)}")
save_file(weights, os.path.join(target, "model.safetensors"), metadata={"format": "pt"})
# Names with a `_` say where the file lay.
config = {key: value for key, value in model.config.to_dict().items() if key != "quantization_config" and not key.startswith("_")}
config |= {"architectures": ["LlamaForCausalLM"], "tie_word_embeddings": True, "dtype": "bfloat16"}
with open(os.path.join(target, "config.json"), "w") as file:
    json.dump(config, file, indent=1, default=str)
