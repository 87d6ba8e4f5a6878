"""Cases of the official ollama client: `python ollama-python.fixture.py URL MODEL CASE...` writes what each gave, as one JSON object."""
import asyncio, json, sys
import ollama

url, model, *wanted = sys.argv[1:]
client = ollama.Client(host=url, timeout=60)
PARIS = [{"role": "user", "content": "What is the capital of France?"}]
STORY = "Write a long story about a whale."
OPTIONS = {"temperature": 0, "num_predict": 20, "num_ctx": 512}
SCHEMA = {"type": "object", "properties": {"paris": {"type": "boolean"}}, "required": ["paris"], "additionalProperties": False}


def weather(city: str) -> str:
    """The weather of a city.

    Args:
        city: its name
    """


def ask(messages=PARIS, **more):
    return client.chat(**{"model": model, "messages": messages, "options": OPTIONS, **more})


def refused(call):
    try:
        call()
    except ollama.ResponseError as error:
        return {"class": type(error).__name__, "status": error.status_code, "message": error.error}


def chat():
    answer = ask()
    return {"class": type(answer).__name__, "model": answer.model, "text": answer.message.content, "role": answer.message.role,
            "reason": answer.done_reason, "counts": [answer.prompt_eval_count, answer.eval_count], "ns": answer.total_duration}


def stream():
    parts = list(ask(stream=True))
    return {"text": "".join(part.message.content for part in parts), "done": [part.done for part in parts], "reason": parts[-1].done_reason,
            "counts": [parts[-1].prompt_eval_count, parts[-1].eval_count]}


def async_stream():
    async def read():
        parts = await ollama.AsyncClient(host=url).chat(model=model, messages=PARIS, options=OPTIONS, stream=True)
        return "".join([part.message.content async for part in parts])
    return asyncio.run(read())


def generate():
    whole = client.generate(model=model, prompt=PARIS[0]["content"], options=OPTIONS)
    parts = client.generate(model=model, prompt=PARIS[0]["content"], options=OPTIONS, stream=True)
    short = client.generate(model=model, prompt=STORY, options={"num_predict": 3})
    return [whole.response, "".join(part.response for part in parts), short.done_reason, short.eval_count]


def schema():
    return json.loads(ask([{"role": "user", "content": "Is Paris in France?"}], format=SCHEMA, options={**OPTIONS, "num_predict": 40}).message.content)


def tools():
    """The client makes the schema out of the function."""
    call = ask(tools=[weather], options={"tool_choice": "required"}).message.tool_calls[0].function
    return [call.name, dict(call.arguments)]


def models():
    shown = client.show(model)
    loaded = client.generate(model=model, prompt="", keep_alive="5m")
    return {"list": [found.model for found in client.list().models], "ps": [found.model for found in client.ps().models],
            "show": [shown.capabilities, shown.modelinfo], "load": [loaded.done, loaded.done_reason]}


def errors():
    return {"unknown": refused(lambda: ask(model="gpt-9")), "unshown": refused(lambda: client.show("gpt-9")),
            "image": refused(lambda: ask([{**PARIS[0], "images": ["aGk="]}])), "tools": refused(lambda: ask(tools=[weather])),
            "long": refused(lambda: ask([{"role": "user", "content": "word " * 3000}])),
            "pull": refused(lambda: client.pull("gpt-9"))}


def embed():
    return client.embed(model="fake-embedder", input=["one two", "three"]).embeddings


def busy():
    running = client.generate(model=model, prompt=STORY, stream=True)
    next(running)
    answer = refused(ask)
    running.close()
    return answer


def abort():
    running = client.generate(model=model, prompt=STORY, stream=True, options={"num_predict": 900})
    next(running)
    running.close()
    return ask(options={"num_predict": 1}).eval_count


def broken():
    return refused(lambda: list(ask(stream=True)))


def outcome(case):
    try:
        return globals()[case]()
    except Exception as error:
        return {"raised": f"{type(error).__name__}: {error}"}


print(json.dumps({case: outcome(case) for case in wanted}))
