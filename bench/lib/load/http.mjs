/** @throws Error naming what was asked and how it was refused */
export async function postJson(url, body) {
  return read(url, await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }));
}

export async function upload(url, { name, text, type = 'text/markdown' }) {
  const form = new FormData();
  form.append('file', new Blob([text], { type }), name);
  return read(url, await fetch(`${url}/documents`, { method: 'POST', body: form }));
}

export async function remove(url) {
  return read(url, await fetch(url, { method: 'DELETE' }));
}

async function read(url, reply) {
  const text = await reply.text();
  if (!reply.ok) throw new Error(`${url} answered ${reply.status}: ${text.slice(0, 500)}`);
  return JSON.parse(text);
}
