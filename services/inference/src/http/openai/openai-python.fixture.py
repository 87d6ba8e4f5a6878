"""Cases of the official openai client: `python openai-python.fixture.py URL MODEL CASE...` writes what each gave, as one JSON object."""
import asyncio, json, sys
import openai
from pydantic import BaseModel

url, model, *wanted = sys.argv[1:]
options = {"base_url": f"{url}/v1", "api_key": "none", "max_retries": 0, "timeout": 60}
client = openai.OpenAI(**options)
PARIS = [{"role": "user", "content": "What is the capital of France?"}]
STORY = [{"role": "user", "content": "Write a long story about a whale."}]
PARAMETERS = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
TOOLS = [{"type": "function", "function": {"name": "weather", "description": "The weather of a city", "parameters": PARAMETERS}}]


class Answer(BaseModel):
    paris: bool


def ask(messages=PARIS, **more):
    return client.chat.completions.create(**{"model": model, "messages": messages, "temperature": 0, "max_tokens": 30, **more})


def refused(call):
    try:
        call()
    except openai.APIStatusError as error:
        retry_after = error.response.headers.get("retry-after")
        return {"class": type(error).__name__, "status": error.status_code, "code": error.code, "param": error.param,
                "message": error.message, "retryAfter": retry_after, "requestId": error.request_id}


def chat():
    answer = ask()
    return {"class": type(answer).__name__, "text": answer.choices[0].message.content, "reason": answer.choices[0].finish_reason,
            "usage": answer.usage.model_dump(), "model": answer.model}


def stream():
    chunks = list(ask(stream=True, stream_options={"include_usage": True}))
    choices = [chunk.choices[0] for chunk in chunks if chunk.choices]
    return {"role": choices[0].delta.role, "text": "".join(choice.delta.content or "" for choice in choices),
            "reason": choices[-1].finish_reason, "usage": chunks[-1].usage.model_dump()}


def helper_stream():
    with client.chat.completions.stream(model=model, messages=PARIS, temperature=0, max_tokens=30) as events:
        return events.get_final_completion().choices[0].message.content


def async_stream():
    async def read():
        async with openai.AsyncOpenAI(**options) as other:
            chunks = await other.chat.completions.create(model=model, messages=PARIS, temperature=0, max_tokens=30, stream=True)
            return "".join([chunk.choices[0].delta.content or "" async for chunk in chunks])
    return asyncio.run(read())


def limits():
    short, stopped = ask(STORY, max_tokens=4), ask(stop="Paris")
    return [short.choices[0].finish_reason, short.usage.completion_tokens, stopped.choices[0].finish_reason, stopped.choices[0].message.content]


def schema():
    answer = client.chat.completions.parse(model=model, messages=PARIS, max_tokens=40, response_format=Answer)
    return type(answer.choices[0].message.parsed).__name__


def completions():
    text = {"model": model, "prompt": "The capital of France is", "max_tokens": 20, "temperature": 0}
    whole = client.completions.create(**text).choices[0].text
    return [whole, "".join(chunk.choices[0].text for chunk in client.completions.create(**text, stream=True))]


def embeddings():
    plain = client.embeddings.create(model="fake-embedder", input=["one two", "three"], encoding_format="float")
    packed = client.embeddings.create(model="fake-embedder", input="three")
    return {"plain": [row.embedding for row in plain.data], "packed": packed.data[0].embedding, "tokens": plain.usage.total_tokens}


def models():
    return [[found.id for found in client.models.list()], client.models.retrieve(model).id, refused(lambda: client.models.retrieve("other/name"))]


def tools():
    call = ask(tools=TOOLS, tool_choice="required").choices[0]
    with client.chat.completions.stream(model=model, messages=PARIS, tools=TOOLS, tool_choice="required") as events:
        streamed = events.get_final_completion().choices[0]
    return [[choice.finish_reason, choice.message.tool_calls[0].function.name, json.loads(choice.message.tool_calls[0].function.arguments)]
            for choice in (call, streamed)]


def errors():
    return {"unknown": refused(lambda: ask(model="gpt-9")), "wrong": refused(lambda: ask(messages=[], temperature=3)),
            "long": refused(lambda: ask([{"role": "user", "content": "word " * 3000}])),
            "tools": refused(lambda: ask(tools=TOOLS))}


def busy():
    with ask(STORY, stream=True, max_tokens=900) as running:
        next(iter(running))
        return refused(ask)


def abort():
    with ask(STORY, stream=True, max_tokens=900) as running:
        for chunk in running:
            if chunk.choices[0].delta.content:
                break
    return ask(max_tokens=1).usage.completion_tokens


def broken():
    try:
        return "".join(chunk.choices[0].delta.content or "" for chunk in ask(stream=True))
    except openai.APIError as error:
        return {"class": type(error).__name__, "message": error.message, "code": error.code}


def outcome(case):
    try:
        return globals()[case]()
    except Exception as error:
        return {"raised": f"{type(error).__name__}: {error}"}


print(json.dumps({case: outcome(case) for case in wanted}))
