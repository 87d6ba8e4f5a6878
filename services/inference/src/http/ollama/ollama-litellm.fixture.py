"""Cases of LiteLLM's Ollama providers: `python ollama-litellm.fixture.py URL MODEL CASE...` writes what each gave, as one JSON object."""
import json, os, sys

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
import litellm

url, model, *wanted = sys.argv[1:]
litellm.telemetry = False
litellm.suppress_debug_info = True
PARIS = [{"role": "user", "content": "What is the capital of France?"}]


def ask(provider, **more):
    return litellm.completion(**{"model": f"{provider}/{model}", "messages": PARIS, "api_base": url, "temperature": 0, "max_tokens": 20, **more})


def generate():
    """By /api/generate."""
    whole = ask("ollama")
    return [whole.choices[0].message.content, whole.usage.completion_tokens > 0]


def generate_stream():
    return "".join(part.choices[0].delta.content or "" for part in ask("ollama", stream=True))


def chat():
    """By /api/chat."""
    return ask("ollama_chat").choices[0].message.content


def chat_stream():
    return "".join(part.choices[0].delta.content or "" for part in ask("ollama_chat", stream=True))


def outcome(case):
    try:
        return globals()[case]()
    except Exception as error:
        return {"raised": f"{type(error).__name__}: {error}"[:400]}


print(json.dumps({case: outcome(case) for case in wanted}))
