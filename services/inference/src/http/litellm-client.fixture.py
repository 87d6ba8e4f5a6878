"""Cases of LiteLLM's providers: `python litellm-client.fixture.py URL MODEL CASE...` writes what each gave, as one JSON object."""
import json, os, sys

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
import litellm

url, model, *wanted = sys.argv[1:]
litellm.telemetry = False
litellm.suppress_debug_info = True
PARIS = [{"role": "user", "content": "What is the capital of France?"}]


def ask(provider, base=url, **more):
    options = {"model": f"{provider}/{model}", "messages": PARIS, "api_base": base, "api_key": "none", "temperature": 0, **more}
    return litellm.completion(**options)


def both(provider, base=url):
    """Whole and as a stream, with the most tokens that LiteLLM names by itself."""
    streamed = "".join(part.choices[0].delta.content or "" for part in ask(provider, base, stream=True))
    return [ask(provider, base).choices[0].message.content, streamed]


def generate():
    """By /api/generate."""
    whole = ask("ollama")
    return [whole.choices[0].message.content, whole.usage.completion_tokens > 0]


def generate_stream():
    return "".join(part.choices[0].delta.content or "" for part in ask("ollama", stream=True))


def ollama_chat():
    return both("ollama_chat")


def openai():
    return both("openai", f"{url}/v1")


def hosted_vllm():
    return both("hosted_vllm", f"{url}/v1")


def anthropic():
    return both("anthropic")


def outcome(case):
    try:
        return globals()[case]()
    except Exception as error:
        return {"raised": f"{type(error).__name__}: {error}"[:400]}


print(json.dumps({case: outcome(case) for case in wanted}))
